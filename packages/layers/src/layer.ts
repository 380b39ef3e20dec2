import type { Generator, Tensor } from '@regopt/tensor';

/** What parameters are made of: `f32` for training, `f64` for checks on the reference back end. */
export type FloatDType = 'f32' | 'f64';

/** What a forward pass is told besides its input. There is no global mode: what is left out here is an evaluation. */
export interface Context {
  /** Whether this pass trains: dropout drops, batch normalization takes the batch's statistics. Default false. */
  readonly training?: boolean | undefined;
  /** Where layers that draw random numbers in training take them from. */
  readonly generator?: Generator | undefined;
}

/**
 * A piece of a network: fields that hold its parameters, buffers and inner layers, and a forward function. Any class of
 * this form is a layer; there is nothing to extend or to register.
 *
 * In a state dict a tensor is named by the path of fields to it. A field whose name is plain lowerCamelCase becomes
 * snake_case, as PyTorch's users write it: `runningMean` is `running_mean`. Plain is a name of letters and digits from a
 * small letter on, with no two capitals in a row, and a capital after a digit only at the start of a word. Every other
 * name (`LayerNorm`, `Wq`, `conv2D`, `in_proj`), and every key of a Map, an array or a plain object, stays as it is.
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
  /** Without a context a layer evaluates: the same input gives the same output, and nothing in it changes. */
  forward(x: Tensor, context?: Context): Tensor;
  /**
   * Names in the state dict for fields that want another than the rule gives: `{ queries: 'self.query' }`. A layer that is
   * named '' adds nothing to the names below it.
   */
  readonly stateNames?: Readonly<Record<string, string>>;
}
