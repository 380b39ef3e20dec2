/**
 * The output of a run is optional: a reader that has gone (`| head`), a full disk under a log file, a
 * terminal that was closed must not end it. What cannot be written is lost, and later writes are tried all
 * the same. Call it before the first write.
 */
export function makeOutputOptional(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

let failed = false;

/**
 * Writes what a command was called for, such as predictions. If that fails, a sentence says so, and the exit
 * code is 1. A reader that has gone wants no more of it.
 */
export function printResult(text: string): void {
  process.stdout.write(text, (error) => {
    if (error == null || failed) return;
    failed = true;
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    process.stderr.write(`regopt: cannot write to the standard output: ${error.message}.\n`);
    process.exitCode = 1;
  });
}
