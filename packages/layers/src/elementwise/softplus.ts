import { softplus } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The smooth rectifier as a layer: ln(1 + e^x), element by element.
 *
 * @example
 * ```ts
 * import { Softplus } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Softplus().forward(tensor([0, 1000])).toArray(); // 0.6931, 1000
 * ```
 */
export class Softplus implements Layer {
  forward(x: Tensor): Tensor {
    checkTensor('Softplus.forward', x);
    return softplus(x);
  }
}
