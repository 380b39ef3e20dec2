import { contiguous, defineKernel, emptyLike, run, sizeOf, type Tensor } from '@regopt/tensor';
import { inputShape, walkConvolution } from '../../kernels/convolution.ts';
import { record } from '../../tape.ts';
import { convolve } from './conv2d.ts';
import { conv2dWeightGrad } from './conv2d-weight-grad.ts';

/** `conv2dInputGrad [dx, dy, w]`, numbers as `conv2d`: dx sums dy w over every product that contains x. */
const conv2dInputGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'conv2dInputGrad' },
  ([dx, dy, w], numbers) => {
    const totals = new Float64Array(sizeOf(inputShape(numbers)));
    walkConvolution(numbers, (from, at, tap) => {
      totals[at]! += dy![from]! * w![tap]!;
    });
    dx!.set(totals);
  },
);

/**
 * The gradient of a convolution with respect to its input. It is linear in dy and in the weight, like the
 * convolution.
 */
export function conv2dInputGrad(dy: Tensor, weight: Tensor, numbers: readonly number[]): Tensor {
  const dx = emptyLike(dy, inputShape(numbers));
  run(conv2dInputGradKernel, [dx, contiguous(dy), contiguous(weight)], numbers);
  return record(
    'conv2dInputGrad',
    dx,
    [dy, weight],
    [(g) => convolve(g, weight, undefined, numbers), (g) => conv2dWeightGrad(g, dy, numbers)],
  );
}
