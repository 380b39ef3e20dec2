import { checkEpsilon, layerNorm, parameter } from '@regopt/autograd';
import {
  checkOptions,
  checkTensor,
  type OptionKinds,
  ones,
  type Shape,
  type Tensor,
  ValueError,
  zeros,
} from '@regopt/tensor';
import { checkCount } from '../check.ts';
import type { FloatDType, Layer } from '../layer.ts';

export interface LayerNormOptions {
  /** Added to the variance, under the root; >= 0. Default 1e-5. */
  readonly epsilon?: number | undefined;
  /** True for a trained scale and shift. Default true. */
  readonly affine?: boolean | undefined;
  /** Default `f32`. */
  readonly dtype?: FloatDType | undefined;
}

const kinds: OptionKinds<LayerNormOptions> = { epsilon: 'number', affine: 'boolean', dtype: 'string' };

/**
 * Layer normalization: each example is shifted and scaled to mean 0 and variance 1 over its last axes, then
 * y = xhat weight + bias, element by element. Weight is initialised to ones, bias to zeros. Training and
 * evaluation are the same.
 *
 * Source: Ba, Kiros, Hinton, "Layer normalization", 2016.
 *
 * @throws ValueError for a size below 1, no size, or a negative epsilon; forward: ShapeError when x does not
 *   end in the given axes.
 * @example
 * ```ts
 * import { LayerNorm } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new LayerNorm(2, { epsilon: 0 }).forward(tensor([[1, 3]])).toArray(); // -1, 1
 * ```
 */
export class LayerNorm implements Layer {
  /** Of the given shape. */
  readonly weight: Tensor | undefined;
  readonly bias: Tensor | undefined;
  readonly shape: Shape;
  readonly epsilon: number;

  /** @param shape the last axes, or the length of the last one */
  constructor(shape: number | Shape, options: LayerNormOptions = {}) {
    checkOptions('LayerNorm', options, kinds);
    const { epsilon = 1e-5, affine = true, dtype = 'f32' } = options;
    this.shape = typeof shape === 'number' ? [shape] : [...shape];
    if (this.shape.length === 0)
      throw new ValueError('LayerNorm: the shape needs at least one axis, got [].');
    checkEpsilon('LayerNorm', epsilon);
    for (const size of this.shape) checkCount('LayerNorm', { 'each size': size });
    if (affine) {
      this.weight = parameter(ones(this.shape, { dtype }));
      this.bias = parameter(zeros(this.shape, { dtype }));
    }
    this.epsilon = epsilon;
  }

  forward(x: Tensor): Tensor {
    checkTensor('LayerNorm.forward', x);
    const { shape, weight: gamma, bias: beta, epsilon } = this;
    return layerNorm(x, { shape, gamma, beta, epsilon });
  }
}
