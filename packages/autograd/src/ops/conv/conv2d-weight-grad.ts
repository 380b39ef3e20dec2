import { contiguous, defineKernel, emptyLike, run, sizeOf, type Tensor } from '@regopt/tensor';
import { walkConvolution, weightShape } from '../../kernels/convolution.ts';
import { record } from '../../tape.ts';
import { convolve } from './conv2d.ts';
import { conv2dInputGrad } from './conv2d-input-grad.ts';

/** `conv2dWeightGrad [dw, x, dy]`, numbers as `conv2d`: dw sums x dy over every product that contains w. */
const conv2dWeightGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'conv2dWeightGrad' },
  ([dw, x, dy], numbers) => {
    const totals = new Float64Array(sizeOf(weightShape(numbers)));
    walkConvolution(numbers, (out, from, at) => {
      totals[at]! += x![from]! * dy![out]!;
    });
    dw!.set(totals);
  },
);

/**
 * The gradient of a convolution with respect to its weight. It is linear in x and in dy, like the
 * convolution.
 */
export function conv2dWeightGrad(x: Tensor, dy: Tensor, numbers: readonly number[]): Tensor {
  const dw = emptyLike(dy, weightShape(numbers));
  run(conv2dWeightGradKernel, [dw, contiguous(x), contiguous(dy)], numbers);
  return record(
    'conv2dWeightGrad',
    dw,
    [x, dy],
    [(g) => conv2dInputGrad(dy, g, numbers), (g) => convolve(x, g, undefined, numbers)],
  );
}
