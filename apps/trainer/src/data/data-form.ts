/** What a path given by `--data` is. */
export type DataKind = 'table' | 'pictures' | 'idx';

/** What a network is built for. */
export interface DataForm {
  readonly task: 'classification' | 'regression';
  /** The shape of an example: `[inputs]`, or `[channels, height, width]`. */
  readonly inputs: readonly number[];
  /** Number of classes, or of values. */
  readonly outputs: number;
  /** How many examples there are, to choose options that suit so many. */
  readonly examples: number;
}
