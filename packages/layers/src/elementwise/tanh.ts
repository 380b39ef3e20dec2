import { tanh } from '@regopt/autograd';
import { checkTensor, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * The hyperbolic tangent as a layer, element by element.
 *
 * @example
 * ```ts
 * import { Tanh } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new Tanh().forward(tensor([0, 1])).toArray(); // 0, 0.7616
 * ```
 */
export class Tanh implements Layer {
  forward(x: Tensor): Tensor {
    checkTensor('Tanh.forward', x);
    return tanh(x);
  }
}
