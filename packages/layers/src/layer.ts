import type { Tensor } from '@regopt/tensor';
import type { Context } from './context.ts';

/**
 * A piece of a network: fields that hold its parameters, buffers and inner layers, and a forward function. Any class of
 * this form is a layer; there is nothing to extend or to register.
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
}
