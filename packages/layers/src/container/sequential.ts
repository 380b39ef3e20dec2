import { checkTensor, type Tensor, ValueError, valueText } from '@regopt/tensor';
import type { Context, Layer } from '../layer.ts';

/**
 * Layers in sequence: the output of each is the input of the next. They are the fields `0`, `1`, ..., so that
 * their parameters have PyTorch's names, `0.weight`.
 *
 * @throws ValueError when an argument is not a layer.
 * @example
 * ```ts
 * import { Linear, Relu, Sequential } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const model = new Sequential(new Linear(4, 8, { generator }), new Relu(), new Linear(8, 3, { generator }));
 * model.forward(ones([2, 4])).shape; // [2, 3]
 * model.length; // 3
 * ```
 */
export class Sequential implements Layer, Iterable<Layer> {
  readonly [index: number]: Layer;
  /** Number of layers. */
  readonly length: number;

  constructor(...layers: readonly Layer[]) {
    layers.forEach((layer, at) => {
      if (typeof layer?.forward !== 'function')
        throw new ValueError(`Sequential: argument ${at} has no forward(): ${valueText(layer)}.`);
    });
    Object.assign(this, layers);
    this.length = layers.length;
  }

  *[Symbol.iterator](): Iterator<Layer> {
    for (let at = 0; at < this.length; at++) yield this[at]!;
  }

  forward(x: Tensor, context?: Context): Tensor {
    checkTensor('Sequential.forward', x);
    let y = x;
    for (let at = 0; at < this.length; at++) y = this[at]!.forward(y, context);
    return y;
  }
}
