import { type Conv2dOptions as ConvolutionOptions, conv2d, sizePair } from '@regopt/autograd';
import { checkTensor, type Generator, type OptionKinds, type Tensor, ValueError } from '@regopt/tensor';
import { checkCount, requireGenerator } from '../check.ts';
import { drawnParameter } from '../initialize/drawn-parameter.ts';
import type { FloatDType, Layer } from '../layer.ts';

export interface Conv2dOptions extends ConvolutionOptions {
  /** Source of the initial values of weight and bias. */
  readonly generator: Generator;
  /** Whether there is a bias. Default true; before batch normalization it has no effect. */
  readonly bias?: boolean | undefined;
  /** Default `f32`. */
  readonly dtype?: FloatDType | undefined;
}

const kinds: OptionKinds<Conv2dOptions> = {
  generator: 'any',
  bias: 'boolean',
  dtype: 'string',
  stride: 'number|array',
  padding: 'number|array',
  dilation: 'number|array',
  groups: 'number',
};

/**
 * A convolution of pictures: `[N, inputs, H, W]` becomes `[N, outputs, OH, OW]` with
 * OH = floor((H + 2 padding - dilation (KH - 1) - 1) / stride) + 1. Weight and bias are initialised uniformly
 * in +-1/sqrt(fanIn) with fanIn = inputs / groups * KH * KW, PyTorch's default.
 *
 * @throws ValueError for a size, stride or dilation below 1, a negative padding, groups that do not divide,
 *   or no generator; forward: ShapeError when x does not fit.
 * @example
 * ```ts
 * import { Conv2d } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const layer = new Conv2d(1, 32, 3, { generator: createGenerator(1), padding: 1 });
 * layer.forward(ones([8, 1, 28, 28])).shape; // [8, 32, 28, 28]
 * ```
 */
export class Conv2d implements Layer {
  /** `[outputs, inputs / groups, KH, KW]` */
  readonly weight: Tensor;
  /** `[outputs]` */
  readonly bias: Tensor | undefined;
  /** Stride, padding, dilation and groups. */
  readonly geometry: ConvolutionOptions;

  /** @param kernelSize a number for both axes, or `[height, width]` */
  constructor(
    inputs: number,
    outputs: number,
    kernelSize: number | readonly [height: number, width: number],
    options: Conv2dOptions,
  ) {
    const [height, width] = sizePair('Conv2d', 'kernelSize', kernelSize, 1);
    const generator = requireGenerator(
      'Conv2d',
      'new Conv2d(inputs, outputs, kernelSize, { generator })',
      options,
      kinds,
    );
    const { bias = true, dtype = 'f32', stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
    checkCount('Conv2d', { inputs, outputs, groups });
    sizePair('Conv2d', 'stride', stride, 1);
    sizePair('Conv2d', 'padding', padding, 0);
    sizePair('Conv2d', 'dilation', dilation, 1);
    if (inputs % groups !== 0 || outputs % groups !== 0) {
      throw new ValueError(
        'Conv2d: groups divides inputs and outputs, ' +
          `got ${groups} for ${inputs} inputs and ${outputs} outputs.`,
      );
    }
    const bound = 1 / Math.sqrt((inputs / groups) * height * width);
    this.weight = drawnParameter([outputs, inputs / groups, height, width], bound, generator, dtype);
    this.bias = bias ? drawnParameter([outputs], bound, generator, dtype) : undefined;
    this.geometry = { stride, padding, dilation, groups };
  }

  forward(x: Tensor): Tensor {
    checkTensor('Conv2d.forward', x);
    return conv2d(x, this.weight, this.bias, this.geometry);
  }
}
