/** The command line that `read` returns; if it throws, prints the sentence and ends the process with code 2. */
export function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
