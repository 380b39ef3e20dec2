import type { BatchStatistics } from '@regopt/autograd';
import type { Generator, Tensor } from '@regopt/tensor';

/** The dtype of parameters: `f32` for training, `f64` for checks on the reference back end. */
export type FloatDType = 'f32' | 'f64';

/** A layer with running statistics of the batches that it was trained on, such as `BatchNorm1d`. */
export interface StatisticsLayer {
  /** `[features]`, a buffer; undefined for a layer without running statistics. */
  readonly runningMean: Tensor | undefined;
  /** `[features]`, a buffer; of unbiased variances. */
  readonly runningVar: Tensor | undefined;
  /** Number of batches in the running statistics: i32, a buffer. */
  readonly numBatchesTracked: Tensor | undefined;
  /** Moves the running statistics towards those of a batch, once, and counts one batch. */
  track(batch: BatchStatistics): void;
}

/** What takes the batch statistics of a forward pass in place of the layers' running statistics. */
export interface StatisticsCollector {
  /** Called by each layer with running statistics in its forward pass, instead of `layer.track(batch)`. */
  add(layer: StatisticsLayer, batch: BatchStatistics): void;
}

/** The mode and randomness of a forward pass. There is no global mode: the default is evaluation. */
export interface Context {
  /** True to train: dropout is on, batch normalization uses the batch's statistics. Default false. */
  readonly training?: boolean | undefined;
  /** Source of the random numbers that layers draw in training. */
  readonly generator?: Generator | undefined;
  /**
   * Gets the batch statistics of a training pass; the running statistics then stay as they are. For a batch
   * that is cut into parts, `partStatistics()`. By default each layer moves its own.
   */
  readonly statistics?: StatisticsCollector | undefined;
}

/**
 * A part of a network: fields with its parameters, buffers and inner layers, and a forward function. Any
 * class of this form is a layer; there is no base class and no registration.
 *
 * In a state dict a tensor is named by the path of fields to it. A field with a plain lowerCamelCase name
 * becomes snake_case, as in PyTorch: `runningMean` is `running_mean`. Plain means: letters and digits,
 * starting with a small letter, no two capitals in a row, and a capital after a digit only at the start of a
 * word. Every other name (`LayerNorm`, `Wq`, `conv2D`, `in_proj`), and every key of a Map, an array or a
 * plain object, is not changed.
 *
 * @example
 * ```ts
 * import { relu } from '@regopt/autograd';
 * import { type Context, Dropout, type Layer, Linear, parameters } from '@regopt/layers';
 * import { createGenerator, type Generator, ones, type Tensor } from '@regopt/tensor';
 *
 * class Perceptron implements Layer {
 *   readonly hidden: Linear;
 *   readonly dropout = new Dropout(0.2);
 *   readonly output: Linear;
 *   constructor(generator: Generator) {
 *     this.hidden = new Linear(4, 8, { generator });
 *     this.output = new Linear(8, 3, { generator });
 *   }
 *   forward(x: Tensor, context?: Context): Tensor {
 *     return this.output.forward(this.dropout.forward(relu(this.hidden.forward(x)), context));
 *   }
 * }
 * const model = new Perceptron(createGenerator(1));
 * model.forward(ones([2, 4])).shape; // [2, 3]
 * parameters(model).length; // 4
 * ```
 */
export interface Layer {
  /** Without a context the layer evaluates: equal inputs give equal outputs, and nothing in it changes. */
  forward(x: Tensor, context?: Context): Tensor;
  /**
   * Names in the state dict for fields that need other names than the rule's: `{ queries: 'self.query' }`. A
   * layer named '' adds nothing to the names below it.
   */
  readonly stateNames?: Readonly<Record<string, string>> | undefined;
}
