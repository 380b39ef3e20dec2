import { relu } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The rectifier as a layer: max(x, 0), element by element.
 *
 * @example
 * ```ts
 * import { Relu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Relu().forward(tensor([-1, 2])).toArray(); // 0, 2
 * ```
 */
export class Relu implements Layer {
  forward(x: Tensor): Tensor {
    checkTensor('Relu.forward', x);
    return relu(x);
  }
}
