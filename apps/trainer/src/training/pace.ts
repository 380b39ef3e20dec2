import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../progress/progress.ts';
import type { EpochRecord, Metrics } from '../report/report-data.ts';

/**
 * Milliseconds between two yields to the event loop: short enough for Ctrl-C and the bar, long enough to be
 * free.
 */
const breath = 50;

/** The clock of a run. */
export interface Pace {
  /**
   * Call after each step. Now and then it updates the bar and returns a promise; awaiting it lets signals and
   * timers run.
   */
  tick(step: number, epoch: number, loss: number, learningRate: number): Promise<void> | undefined;
  epochEnded(record: EpochRecord): void;
  seconds(): number;
}

/** Measures a run's speed and shows its progress. */
export function pace(totalSteps: number, progress: Progress, epochs: number): Pace {
  const start = performance.now();
  let last = start;
  let accuracy: number | undefined;
  let diverged = false;
  const seconds = (): number => (performance.now() - start) / 1000;
  return {
    seconds,
    tick(step, epoch, loss, learningRate) {
      if (!diverged && !Number.isFinite(loss)) {
        diverged = true;
        progress.line(
          `the loss is ${loss} at step ${step}: the network has diverged. Try a lower --learning-rate.`,
        );
      }
      const now = performance.now();
      if (now - last < breath && step < totalSteps) return undefined;
      last = now;
      const stepsPerSecond = step / Math.max(1e-9, (now - start) / 1000);
      progress.update({
        epoch: epoch + 1,
        epochs,
        step,
        totalSteps,
        stepsPerSecond,
        loss,
        learningRate,
        ...(accuracy !== undefined && { accuracy }),
      });
      return setImmediate();
    },
    epochEnded(record) {
      accuracy = record.validation.accuracy;
      // About twenty lines for a long run. The last epoch always gets one, also if it was interrupted.
      const last = record.epoch === epochs || record.step < (record.epoch * totalSteps) / epochs;
      if (epochs <= 100 || last || record.epoch % Math.ceil(epochs / 20) === 0)
        progress.line(describeEpoch(record, epochs));
    },
  };
}

/** Fits into 80 columns up to four digits of epochs and of seconds. */
function describeEpoch({ epoch, train, validation, seconds }: EpochRecord, epochs: number): string {
  const metrics = ({ loss, accuracy }: Metrics): string =>
    `loss ${loss.toFixed(4)}${accuracy === undefined ? '' : ` acc ${accuracy.toFixed(4)}`}`;
  const count = `${String(epoch).padStart(String(epochs).length)}/${epochs}`;
  return `epoch ${count} train ${metrics(train)} val ${metrics(validation)} ${seconds.toFixed(1)} s`;
}
