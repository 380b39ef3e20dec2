import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a program `times` times, each time in a fresh process. The program's last line is
 * `{ "seconds": ..., "value": ... }`: the time from importing a library to the end of the first step, by the
 * program's own clock, and the step's loss.
 */
export async function timeFreshProcess(args, times) {
  let cost = 0;
  let value = Number.NaN;
  for (let i = 0; i < times; i++) {
    const { stdout } = await run(process.execPath, args);
    const answer = JSON.parse(stdout.trimEnd().split('\n').at(-1));
    cost += answer.seconds;
    value = answer.value;
  }
  return { cost, value };
}
