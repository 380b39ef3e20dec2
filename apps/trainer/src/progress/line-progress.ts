import type { Progress } from './progress.ts';

/** Lines for a log file or a pipe: one an epoch, nothing that is drawn over. */
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
