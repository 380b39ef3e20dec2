import { linear } from '@regopt/autograd';
import { checkTensor, type Generator, type OptionKinds, type Tensor } from '@regopt/tensor';
import { checkCount, requireGenerator } from '../check.ts';
import { drawnParameter } from '../initialize/drawn-parameter.ts';
import type { FloatDType, Layer } from '../layer.ts';

export interface LinearOptions {
  /** Source of the initial values of weight and bias. */
  readonly generator: Generator;
  /** Whether there is a bias. Default true. */
  readonly bias?: boolean | undefined;
  /** Default `f32`. */
  readonly dtype?: FloatDType | undefined;
}

const kinds: OptionKinds<LinearOptions> = { generator: 'any', bias: 'boolean', dtype: 'string' };

/**
 * A fully connected layer, y = x W^T + b over the last axis: `[..., inputs]` becomes `[..., outputs]`. Weight
 * and bias are initialised uniformly in +-1/sqrt(inputs), PyTorch's default.
 *
 * @throws ValueError for a size below 1 or no generator; forward: ShapeError when the last axis is not
 *   `inputs` long.
 * @example
 * ```ts
 * import { Linear } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const layer = new Linear(784, 256, { generator: createGenerator(1) });
 * layer.forward(ones([32, 784])).shape; // [32, 256]
 * ```
 */
export class Linear implements Layer {
  /** `[outputs, inputs]` */
  readonly weight: Tensor;
  /** `[outputs]` */
  readonly bias: Tensor | undefined;

  constructor(inputs: number, outputs: number, options: LinearOptions) {
    checkCount('Linear', { inputs, outputs });
    const generator = requireGenerator(
      'Linear',
      'new Linear(inputs, outputs, { generator })',
      options,
      kinds,
    );
    const { bias = true, dtype = 'f32' } = options;
    const bound = 1 / Math.sqrt(inputs);
    this.weight = drawnParameter([outputs, inputs], bound, generator, dtype);
    this.bias = bias ? drawnParameter([outputs], bound, generator, dtype) : undefined;
  }

  forward(x: Tensor): Tensor {
    checkTensor('Linear.forward', x);
    return linear(x, this.weight, this.bias);
  }
}
