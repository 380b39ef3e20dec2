import { contiguous, defineKernel, emptyLike, run, type Shape, sizeOf, type Tensor } from '@regopt/tensor';
import { type Convolution, convolutionNumbers, walkConvolution } from '../../kernels/convolution.ts';
import { record } from '../../tape.ts';
import { convolve } from './conv2d.ts';
import { conv2dInputGrad } from './conv2d-input-grad.ts';

/** `conv2dWeightGrad [dw, x, dy]`, numbers as `conv2d`: dw sums x dy over every product that contains w. */
const conv2dWeightGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'conv2dWeightGrad' },
  ([dw, x, dy], numbers) => {
    const convolution = convolutionNumbers.decode(numbers);
    const totals = new Float64Array(sizeOf(weightShape(convolution)));
    walkConvolution(convolution, (out, from, at) => {
      totals[at]! += x![from]! * dy![out]!;
    });
    dw!.set(totals);
  },
);

/**
 * The gradient of a convolution with respect to its weight. It is linear in x and in dy, like the
 * convolution.
 */
export function conv2dWeightGrad(x: Tensor, dy: Tensor, convolution: Convolution): Tensor {
  const dw = emptyLike(dy, weightShape(convolution));
  const numbers = convolutionNumbers.encode(convolution);
  run(conv2dWeightGradKernel, [dw, contiguous(x), contiguous(dy)], numbers);
  return record(
    'conv2dWeightGrad',
    dw,
    [x, dy],
    [(g) => conv2dInputGrad(dy, g, convolution), (g) => convolve(x, g, undefined, convolution)],
  );
}

function weightShape({ outputs, channels, groups, kernelHeight, kernelWidth }: Convolution): Shape {
  return [outputs, channels / groups, kernelHeight, kernelWidth];
}
