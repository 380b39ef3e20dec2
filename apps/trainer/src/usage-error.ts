/** An error in the user's input: only the message is printed, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
