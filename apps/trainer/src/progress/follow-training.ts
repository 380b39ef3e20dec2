import type { Callback } from '@regopt/training';
import type { EpochRecord, Metrics } from '../report/report-data.ts';
import type { Progress } from './progress.ts';

/** Milliseconds between two updates of the bar, which redraws itself less often. */
const interval = 50;

/** Shows the steps of a session. */
export function followTraining(progress: Progress, epochs: number): Callback {
  const start = performance.now();
  let last = start;
  let firstStep: number | undefined;
  let accuracy: number | undefined;
  return (event, { totalSteps }) => {
    if (event.type === 'epoch')
      accuracy = (event.validation as { readonly accuracy?: number } | undefined)?.accuracy;
    if (event.type !== 'step') return undefined;
    const { step, epoch, learningRate } = event;
    firstStep ??= step;
    const now = performance.now();
    if (now - last < interval && step < totalSteps) return undefined;
    last = now;
    const stepsPerSecond = (step - firstStep + 1) / Math.max(1e-9, (now - start) / 1000);
    return event.loss.read().then(([loss]) =>
      progress.update({
        ...{ epoch, epochs, step, totalSteps, stepsPerSecond, loss: loss!, learningRate },
        ...(accuracy !== undefined && { accuracy }),
      }),
    );
  };
}

/** Writes a line for an epoch: for each of up to 100, about twenty for a longer run. */
export function showEpoch(progress: Progress, record: EpochRecord, epochs: number): void {
  if (epochs <= 100 || record.epoch === epochs || record.epoch % Math.ceil(epochs / 20) === 0)
    progress.line(describeEpoch(record, epochs));
}

/** Fits into 80 columns up to four digits of epochs and of seconds. */
function describeEpoch({ epoch, train, validation, seconds }: EpochRecord, epochs: number): string {
  const metrics = ({ loss, accuracy }: Metrics): string =>
    `loss ${loss.toFixed(4)}${accuracy === undefined ? '' : ` acc ${accuracy.toFixed(4)}`}`;
  const count = `${String(epoch).padStart(String(epochs).length)}/${epochs}`;
  return `epoch ${count} train ${metrics(train)} val ${metrics(validation)} ${seconds.toFixed(1)} s`;
}
