/** How well a model does on a set of examples. */
export interface Metrics {
  readonly loss: number;
  /** Share of right answers, 0..1; absent for regression. */
  readonly accuracy?: number;
}

/** What is known at the end of an epoch; both sets measured in evaluation mode, so that they can be compared. */
export interface EpochRecord {
  readonly epoch: number;
  /** Steps taken so far. */
  readonly step: number;
  readonly train: Metrics;
  readonly validation: Metrics;
  /** Seconds of training so far. */
  readonly seconds: number;
}

/** What is known at a step of training: the loss of its batch, dropout and noise included. */
export interface StepRecord {
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
}

/** An example that the model got wrong, with its picture. */
export interface Mistake {
  /** Its place in the test set. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** The model's probability for what it predicted. */
  readonly probability: number;
  /** Bytes of a gray picture, row by row, in base64. */
  readonly pixels: string;
  readonly width: number;
  readonly height: number;
}

/** A fitted curve over the points it was fitted to. */
export interface CurvePicture {
  readonly kind: 'curve';
  readonly train: readonly (readonly [x: number, y: number])[];
  readonly validation: readonly (readonly [x: number, y: number])[];
  /** What the points were scattered around, and what the model makes of them. */
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

/** One trained model of a run. */
export interface ModelReport {
  readonly name: string;
  /** What the lecture calls it, such as "too small". */
  readonly title: string;
  readonly parameterCount: number;
  /** The resolved options that it was trained by: the run's, save those that it has its own of. */
  readonly config: ReportData['config'];
  readonly epochs: readonly EpochRecord[];
  readonly steps: readonly StepRecord[];
  readonly test: Metrics;
  /** `confusion[label][predicted]`: how many test examples; absent for regression. */
  readonly confusion?: readonly (readonly number[])[];
  readonly mistakes?: readonly Mistake[];
  readonly picture?: CurvePicture | BoundaryPicture | undefined;
}

/** Everything the report shows. */
export interface ReportData {
  readonly recipe: string;
  readonly summary: string;
  /** The resolved options of the run, in the order to show them. */
  readonly config: Readonly<Record<string, string | number | boolean | null>>;
  /** Names of the classes, for classification. */
  readonly classNames?: readonly string[];
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly trainedSeconds: number;
  /** Whether the run was interrupted before its last epoch. */
  readonly interrupted: boolean;
  readonly backend: string;
  readonly models: readonly ModelReport[];
}
