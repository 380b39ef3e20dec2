import { silu } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The sigmoid linear unit, or swish, as a layer: x / (1 + e^-x), element by element.
 *
 * @example
 * ```ts
 * import { Silu } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Silu().forward(tensor([0, 1])).toArray(); // 0, 0.7311
 * ```
 */
export class Silu implements Layer {
  forward(x: Tensor): Tensor {
    checkTensor('Silu.forward', x);
    return silu(x);
  }
}
