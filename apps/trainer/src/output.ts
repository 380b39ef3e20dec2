/**
 * Output is optional: a reader that has gone (`| head`), a full disk under a log file, a terminal that was
 * closed must not end a run. What cannot be written is lost, and later writes are tried all the same. Call it
 * before the first write.
 */
export function makeOutputOptional(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
