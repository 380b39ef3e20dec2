import { avgPool2d, type AvgPool2dOptions as PoolingOptions, poolSizes } from '@regopt/autograd';
import { checkOptions, checkTensor, type OptionKinds, type Tensor } from '@regopt/tensor';
import type { Layer } from '../layer.ts';

/**
 * Stride and padding as in `MaxPool2d`. `countIncludePad`: whether padding counts as elements, default true.
 */
export type AvgPool2dOptions = Omit<PoolingOptions, 'kernelSize'>;

const kinds: OptionKinds<AvgPool2dOptions> = {
  stride: 'number|array',
  padding: 'number|array',
  countIncludePad: 'boolean',
};

/**
 * The mean of each window of pictures: `[N, C, H, W]` becomes `[N, C, OH, OW]` with
 * OH = floor((H + 2 padding - KH) / stride) + 1.
 *
 * @throws ValueError for a number out of range; forward: ShapeError when x does not fit.
 * @example
 * ```ts
 * import { AvgPool2d } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * new AvgPool2d(2).forward(tensor([[[[1, 2], [3, 6]]]])).toNested(); // [[[[3]]]]
 * ```
 */
export class AvgPool2d implements Layer {
  readonly options: PoolingOptions;

  /** @param kernelSize a number for both axes, or `[height, width]` */
  constructor(kernelSize: PoolingOptions['kernelSize'], options: AvgPool2dOptions = {}) {
    checkOptions('AvgPool2d', options, kinds);
    this.options = { ...options, kernelSize };
    poolSizes('AvgPool2d', this.options);
  }

  forward(x: Tensor): Tensor {
    checkTensor('AvgPool2d.forward', x);
    return avgPool2d(x, this.options);
  }
}
