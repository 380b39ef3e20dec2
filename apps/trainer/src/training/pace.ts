import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import type { Progress } from '../progress/progress.ts';
import type { EpochRecord } from '../report/report-data.ts';

/** Milliseconds between two looks at the world: often enough for Ctrl-C and the bar, rare enough to cost nothing. */
const breath = 50;

/** The clock of a run. */
export interface Pace {
  /** After each step: now and then updates the bar and lets signals and timers in. */
  tick(step: number, epoch: number, loss: number, learningRate: number): Promise<void>;
  epochEnded(record: EpochRecord): void;
  seconds(): number;
}

/** Measures a run of so many steps and shows it. */
export function pace(totalSteps: number, progress: Progress, epochs: number): Pace {
  const start = performance.now();
  let last = start;
  let accuracy: number | undefined;
  const seconds = (): number => (performance.now() - start) / 1000;
  return {
    seconds,
    async tick(step, epoch, loss, learningRate) {
      const now = performance.now();
      if (now - last < breath && step < totalSteps) return;
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
      await setImmediate();
    },
    epochEnded(record) {
      accuracy = record.validation.accuracy;
      if (epochs <= 100 || record.epoch % Math.ceil(epochs / 20) === 0)
        progress.line(describeEpoch(record, epochs));
    },
  };
}

function describeEpoch({ epoch, train, validation, seconds }: EpochRecord, epochs: number): string {
  const accuracy = (value?: number): string => (value === undefined ? '' : ` accuracy ${value.toFixed(4)}`);
  return (
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}  ` +
    `train loss ${train.loss.toFixed(4)}${accuracy(train.accuracy)}  ` +
    `validation loss ${validation.loss.toFixed(4)}${accuracy(validation.accuracy)}  ${seconds.toFixed(1)} s`
  );
}
