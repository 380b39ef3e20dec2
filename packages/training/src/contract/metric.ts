import type { SafetensorsEntry, Tensor } from '@regopt/tensor';

/**
 * A measure of outputs against targets that adds up over batches on the back end. `update` runs inside a
 * captured step, unless the metric says that it is not `captured`: it may only run kernels on tensors that
 * the metric keeps, and must not read one.
 */
export interface Metric<Value = number> {
  /**
   * False for a metric whose `update` cannot be captured, since it keeps every row: it is called after the
   * step, on outputs that the step returns. Default true.
   */
  readonly captured?: false | undefined;
  /**
   * Adds a batch.
   *
   * @param outputs the model's outputs, `[rows, ...]`: logits for classes
   * @param targets labels `[rows]`, i32, or values
   */
  update(outputs: Tensor, targets: Tensor): void;
  /** The value over all batches since the last `reset`: one read of the back end. */
  read(): Promise<Value>;
  reset(): void;
  /** The kept tensors by name, in place: a checkpoint in the middle of an epoch holds them. */
  state(): ReadonlyMap<string, Tensor>;
  /**
   * Goes on from a result of `state()`, read from a checkpoint; after an error nothing has changed. An empty
   * one is that of a metric before its first `update`.
   *
   * @throws ValueError, ShapeError or DTypeError for tensors that are not this metric's.
   */
  load(state: ReadonlyMap<string, SafetensorsEntry>): void;
  /** Frees the kept tensors; the next `update` makes new ones. */
  dispose(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: the values of different metrics have nothing in common.
export type Metrics = Readonly<Record<string, Metric<any>>>;

/** The values of metrics, and the loss. */
export type Scores<M extends Metrics = Metrics> = { readonly loss: number } & {
  readonly [Name in keyof M]: M[Name] extends Metric<infer Value> ? Value : never;
};
