import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  run,
  ShapeError,
  shapeText,
  sizeOf,
  type Tensor,
  type TypedArray,
} from '@regopt/tensor';
import { activate, noActivation } from '../../kernels/activate.ts';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import {
  type Conv2dOptions,
  convolutionKinds,
  convolutionNumbers,
  outputShape,
  readConvolution,
  walkConvolution,
} from '../../kernels/convolution.ts';
import { record } from '../../tape.ts';
import { sum } from '../reduce/sum.ts';
import { conv2dInputGrad } from './conv2d-input-grad.ts';
import { conv2dWeightGrad } from './conv2d-weight-grad.ts';

/**
 * `conv2d [y, x, w]`, with `convolutionNumbers` and an activation: y[n, o, h, v] is the activation of the sum
 * over c, i, j of x[n, c, h strideH - padH + i dilationH, ...] w[o, c, i, j].
 */
const conv2dKernel = /* @__PURE__ */ defineKernel({ builtIn: 'conv2d' }, convolutionLoop);

/** `conv2dBias [y, x, w, bias]`, numbers as `conv2d`: bias[o] is added to each sum of output channel o. */
const conv2dBiasKernel = /* @__PURE__ */ defineKernel({ builtIn: 'conv2dBias' }, convolutionLoop);

function convolutionLoop([y, x, w, bias]: readonly TypedArray[], numbers: readonly number[]): void {
  const totals = new Float64Array(sizeOf(outputShape(numbers)));
  if (bias !== undefined) {
    const { outputs, outHeight, outWidth } = readConvolution(numbers);
    const plane = outHeight * outWidth;
    for (let at = 0; at < totals.length; at++) totals[at] = bias[Math.floor(at / plane) % outputs]!;
  }
  walkConvolution(numbers, (at, from, tap) => {
    totals[at]! += x![from]! * w![tap]!;
  });
  y!.set(totals);
  activate(y!, numbers);
}

/**
 * The convolution of pictures (a cross-correlation, as in all of deep learning),
 * y[n, o, h, v] = bias[o] + sum over c, i, j of
 * x[n, c, h stride - padding + i dilation, v ...] w[o, c, i, j], with zeros outside the picture. It is linear
 * in x and in w, so its gradients are convolutions too: dx is dy convolved with w transposed, dw is x
 * correlated with dy, dbias[o] is the sum of dy over n, h and v.
 *
 * Source: LeCun et al., "Backpropagation applied to handwritten zip code recognition", Neural Computation
 * 1(4), 1989; the arithmetic of sizes: Dumoulin, Visin, "A guide to convolution arithmetic for deep
 * learning", arXiv 1603.07285.
 *
 * @param x `[N, C, H, W]`
 * @param weight `[O, C / groups, KH, KW]`
 * @param bias `[O]`, optional
 * @returns `[N, O, OH, OW]` with OH = floor((H + 2 padding - dilation (KH - 1) - 1) / stride) + 1
 * @throws ShapeError when the shapes do not fit or the kernel is larger than the padded picture; ValueError
 *   for a stride or dilation below 1, a negative padding, or groups that do not divide; DTypeError when the
 *   dtypes differ or are integers.
 * @example
 * ```ts
 * import { conv2d } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const x = tensor([[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]);
 * const edges = tensor([[[[1, 0], [0, -1]]]]);
 * conv2d(x, edges).toNested(); // [[[[-4, -4], [-4, -4]]]]
 * conv2d(x, edges, undefined, { stride: 2, padding: 1 }).shape; // [1, 1, 2, 2]
 * ```
 */
export function conv2d(x: Tensor, weight: Tensor, bias?: Tensor, options: Conv2dOptions = {}): Tensor {
  checkOptions('conv2d', options, convolutionKinds);
  checkSameFloat('conv2d', [x, weight, bias], 2);
  const numbers = convolutionNumbers(x, weight, options);
  const outputs = weight.shape[0]!;
  if (bias !== undefined && (bias.rank !== 1 || bias.size !== outputs)) {
    throw new ShapeError(`conv2d: bias ${shapeText(bias.shape)} does not fit ${outputs} outputs.`);
  }
  return convolve(x, weight, bias, numbers);
}

/** The convolution of checked operands, with their `convolutionNumbers`. */
export function convolve(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  numbers: readonly number[],
): Tensor {
  const y = emptyLike(x, outputShape(numbers));
  const operands = [y, contiguous(x), contiguous(weight)];
  if (bias === undefined) run(conv2dKernel, operands, [...numbers, noActivation]);
  else run(conv2dBiasKernel, [...operands, contiguous(bias)], [...numbers, noActivation]);
  return record('conv2d', y, bias === undefined ? [x, weight] : [x, weight, bias], [
    (dy) => conv2dInputGrad(dy, weight, numbers),
    (dy) => conv2dWeightGrad(x, dy, numbers),
    (dy) => sum(dy, { axis: [0, 2, 3] }),
  ]);
}
