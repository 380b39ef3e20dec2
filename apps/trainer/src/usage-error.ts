/** Bad input from whoever runs the command: the sentence is printed alone, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
