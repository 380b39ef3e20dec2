import type { Progress } from './progress.ts';

/** Progress for a log file or a pipe: one line per epoch, and no bar. */
export function lineProgress(output: NodeJS.WritableStream): Progress {
  return {
    start(title, totalSteps) {
      output.write(`training ${title}: ${totalSteps} steps\n`);
    },
    update() {},
    line(text) {
      output.write(`${text}\n`);
    },
    stop() {},
  };
}
