/** A fault of the command line: its sentence is all that there is to say. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
