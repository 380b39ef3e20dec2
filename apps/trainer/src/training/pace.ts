import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../progress/progress.ts';
import type { EpochRecord, Metrics } from '../report/report-data.ts';

/** Milliseconds between two looks at the world: often enough for Ctrl-C and the bar, rare enough to cost nothing. */
const breath = 50;

/** The clock of a run. */
export interface Pace {
  /** After each step: now and then updates the bar, and gives a promise to await, which lets signals and timers in. */
  tick(step: number, epoch: number, loss: number, learningRate: number): Promise<void> | undefined;
  epochEnded(record: EpochRecord): void;
  seconds(): number;
}

/** Measures a run of so many steps and shows it. */
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
      // Some twenty lines of a long run, and always the last one, which an interrupted run has too.
      const last = record.epoch === epochs || record.step < (record.epoch * totalSteps) / epochs;
      if (epochs <= 100 || last || record.epoch % Math.ceil(epochs / 20) === 0)
        progress.line(describeEpoch(record, epochs));
    },
  };
}

/** At most 80 columns, up to four digits of epochs and of seconds. */
function describeEpoch({ epoch, train, validation, seconds }: EpochRecord, epochs: number): string {
  const metrics = ({ loss, accuracy }: Metrics): string =>
    `loss ${loss.toFixed(4)}${accuracy === undefined ? '' : ` acc ${accuracy.toFixed(4)}`}`;
  const count = `${String(epoch).padStart(String(epochs).length)}/${epochs}`;
  return `epoch ${count} train ${metrics(train)} val ${metrics(validation)} ${seconds.toFixed(1)} s`;
}
