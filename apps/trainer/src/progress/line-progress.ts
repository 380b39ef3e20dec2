import { type Progress, startLine } from './progress.ts';

/** Progress for a log file or a pipe: one line per epoch, and no bar. */
export function lineProgress(output: NodeJS.WritableStream): Progress {
  return {
    start(title, totalSteps, step) {
      output.write(startLine(title, totalSteps, step));
    },
    update() {},
    line(text) {
      output.write(`${text}\n`);
    },
    stop() {},
  };
}
