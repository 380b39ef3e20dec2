import { sigmoid } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The logistic function as a layer: 1 / (1 + e^-x), element by element.
 *
 * @example
 * ```ts
 * import { Sigmoid } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Sigmoid().forward(tensor([0, 1])).toArray(); // 0.5, 0.7311
 * ```
 */
export class Sigmoid implements Layer {
  forward(x: Tensor): Tensor {
    checkTensor('Sigmoid.forward', x);
    return sigmoid(x);
  }
}
