import type { FlatConfig } from '../config/flat-config.ts';
import type { DataDescription } from '../data/data-description.ts';

/** A model's results on a set of examples. */
export interface Metrics {
  readonly loss: number;
  /** Share of right answers, 0..1; absent for regression. */
  readonly accuracy?: number;
  /** Of a table's values, in their unit: the root of the mean squared error. */
  readonly rmse?: number;
  /** Of a table's values: 1 for no error, 0 for no better than their mean. */
  readonly r2?: number;
}

/** The metrics after an epoch. Both sets are measured in evaluation mode, so they can be compared. */
export interface EpochRecord {
  readonly epoch: number;
  /** Number of steps so far. */
  readonly step: number;
  readonly train: Metrics;
  readonly validation: Metrics;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** That of the epoch's last step. */
  readonly learningRate: number;
}

/** The metrics of a step: its loss is that of the batch, with dropout and noise. */
export interface StepRecord {
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
}

/** A misclassified example with its picture. */
export interface Mistake {
  /** Index in the test set. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** The model's probability of its prediction. */
  readonly probability: number;
  /** Bytes of a gray picture, row by row, in base64; of a coloured one those of red, green, blue. */
  readonly pixels: string;
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
}

/** A fitted curve and its points. */
export interface CurvePicture {
  readonly kind: 'curve';
  readonly train: readonly (readonly [x: number, y: number])[];
  readonly validation: readonly (readonly [x: number, y: number])[];
  /** The true curve, which the points scatter around, and the model's outputs. */
  readonly truth: readonly (readonly [x: number, y: number])[];
  readonly fit: readonly (readonly [x: number, y: number])[];
}

/** A decision boundary: the model's probability of class 1 over a grid, and the points. */
export interface BoundaryPicture {
  readonly kind: 'boundary';
  readonly points: readonly (readonly [x: number, y: number, label: number])[];
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the smallest y; bytes 0..255 for probabilities 0..1, in base64. */
  readonly probabilities: string;
}

/** A trained model of a run. */
export interface ModelReport {
  readonly name: string;
  /** The lecture's name for it, such as "too small". */
  readonly title: string;
  readonly parameterCount: number;
  /** The resolved options of this model: the run's, with the model's own overrides. */
  readonly config: ReportData['config'];
  readonly epochs: readonly EpochRecord[];
  readonly steps: readonly StepRecord[];
  /** Undefined before the end of its training. */
  readonly test?: Metrics | undefined;
  /** `confusion[label][predicted]`: count of test examples; absent for regression. */
  readonly confusion?: readonly (readonly number[])[];
  readonly mistakes?: readonly Mistake[];
  readonly picture?: CurvePicture | BoundaryPicture | undefined;
}

/** Why a run ended: after its last epoch, by a signal, by the option `maxSeconds`, or by NaN or Infinity. */
export type RunEnd = 'finished' | 'stopped' | 'time limit' | 'diverged';

/** The contents of a report. */
export interface ReportData {
  readonly recipe: string;
  readonly summary: string;
  /** The resolved options of the run by their paths, in the order to show them. */
  readonly config: FlatConfig;
  /** Names of the classes, for classification. */
  readonly classNames?: readonly string[];
  /** Of one's own data: how they enter the network. */
  readonly description?: DataDescription | undefined;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly trainedSeconds: number;
  readonly ended: RunEnd;
  /** Where a diverged run did, in a sentence. */
  readonly divergence?: string | undefined;
  readonly backend: string;
  readonly models: readonly ModelReport[];
}
