import type { EpochRecord, ModelReport, ReportData, StepRecord } from '../report-data.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** The course of a sample training. */
export interface SampleModelOptions {
  readonly title: string;
  readonly parameterCount: number;
  readonly config: ReportData['config'];
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** Final training and validation loss. */
  readonly train: number;
  readonly validation: number;
  /** Loss of the untrained model. */
  readonly start: number;
  /** True if the model has accuracies. */
  readonly classes: boolean;
  readonly seed: number;
}

/**
 * A plausible model report: falling losses, a validation loss that rises again if its end is high, noisy
 * batches.
 */
export function sampleModel(options: SampleModelOptions): ModelReport {
  const { title, parameterCount, config, epochs: count, stepsPerEpoch, learningRate, warmupSteps } = options;
  const { train, validation, start, classes, seed } = options;
  const random = seededNumbers(seed);
  const fall = (t: number, end: number): number => end + (start - end) * Math.exp(-7 * t);
  const accuracy = (loss: number) =>
    classes ? { accuracy: Math.max(0, 1 - 0.3 * Math.min(loss, 1.5)) } : {};
  const metrics = (loss: number) => ({ loss, ...accuracy(loss) });
  const epochs: EpochRecord[] = Array.from({ length: count }, (_, i) => {
    const t = (i + 1) / count;
    const best = Math.min(validation, train * 1.5 + 0.05);
    const turned = fall(t, best) + (validation - best) * t ** 2;
    return {
      epoch: i + 1,
      step: (i + 1) * stepsPerEpoch,
      train: metrics(fall(t, train) * (0.97 + 0.06 * random())),
      validation: metrics(turned * (0.97 + 0.06 * random())),
      seconds: 0.0061 * (i + 1) * stepsPerEpoch,
      learningRate,
    };
  });
  const total = count * stepsPerEpoch;
  const steps: StepRecord[] = Array.from({ length: total }, (_, i) => ({
    step: i + 1,
    loss: fall((i + 1) / total, 2 * train) * (0.4 + 1.2 * random()),
    learningRate:
      i < warmupSteps
        ? (learningRate * (i + 1)) / (warmupSteps + 1)
        : (learningRate * (1 + Math.cos((Math.PI * (i - warmupSteps)) / (total - warmupSteps)))) / 2,
  }));
  return {
    name: title.replaceAll(' ', '-'),
    title,
    parameterCount,
    config,
    epochs,
    steps,
    test: metrics(validation * 1.02),
  };
}
