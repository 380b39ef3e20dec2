import { maxPool2d, type PoolOptions, poolSizes } from '@regopt/autograd';
import { checkOptions, checkTensor, type OptionKinds, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/** Stride and padding, each a number or `[height, width]`. Defaults: the kernel size, and 0. */
export type MaxPool2dOptions = Omit<PoolOptions, 'kernelSize'>;

const kinds: OptionKinds<MaxPool2dOptions> = { stride: 'number|array', padding: 'number|array' };

/**
 * The max of each window of pictures: `[N, C, H, W]` becomes `[N, C, OH, OW]` with
 * OH = floor((H + 2 padding - KH) / stride) + 1.
 *
 * @throws ValueError for a number out of range; forward: ShapeError when x does not fit.
 * @example
 * ```ts
 * import { MaxPool2d } from '@regopt/layers';
 * import { ones } from '@regopt/tensor';
 * new MaxPool2d(2).forward(ones([8, 32, 28, 28])).shape; // [8, 32, 14, 14]
 * ```
 */
export class MaxPool2d implements Layer {
  readonly options: PoolOptions;

  /** @param kernelSize a number for both axes, or `[height, width]` */
  constructor(kernelSize: PoolOptions['kernelSize'], options: MaxPool2dOptions = {}) {
    checkOptions('MaxPool2d', options, kinds);
    this.options = { ...options, kernelSize };
    poolSizes('MaxPool2d', this.options);
  }

  forward(x: Tensor): Tensor {
    checkTensor('MaxPool2d.forward', x);
    return maxPool2d(x, this.options);
  }
}
