import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  fullLike,
  run,
  type Tensor,
} from '@regopt/tensor';
import { checkEpsilon } from '../../check.ts';
import { type ChannelOptions, channelKinds, channelSizes } from '../../kernels/channels.ts';
import { record } from '../../tape.ts';
import { add } from '../elementwise/add.ts';
import { div } from '../elementwise/div.ts';
import { mul } from '../elementwise/mul.ts';
import { sqrt } from '../elementwise/sqrt.ts';
import { sub } from '../elementwise/sub.ts';
import { sum } from '../reduce/sum.ts';
import { reshape } from '../shape/reshape.ts';

/**
 * `batchNorm [y, x, mean, variance, gamma, beta] N, C, S, eps`:
 * y = gamma (x - mean) / sqrt(variance + eps) + beta.
 */
const batchNormKernel = /* @__PURE__ */ defineKernel({ builtIn: 'batchNorm' }, (arrays, numbers) => {
  const [y, x, mean, variance, gamma, beta] = arrays;
  const [batch, channels, inner, epsilon] = numbers;
  for (let row = 0; row < batch! * channels!; row++) {
    const c = row % channels!;
    const scale = gamma![c]! / Math.sqrt(variance![c]! + epsilon!);
    for (let at = row * inner!; at < (row + 1) * inner!; at++)
      y![at] = (x![at]! - mean![c]!) * scale + beta![c]!;
  }
});

/** Mean and variance of each channel, `[C]`. */
export interface ChannelStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Batch normalisation for evaluation, y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each
 * channel, with constant mean and variance: dx = dy gamma / sigma, dgamma = sum dy (x - mean) / sigma,
 * dbeta = sum dy.
 *
 * Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal
 * covariate shift", ICML 2015, arXiv 1502.03167, algorithm 2.
 *
 * @param x `[N, C, ...]`
 * @param statistics `[C]` each, such as running statistics; they have no gradient
 * @throws ShapeError when x has no channels or another tensor is not `[C]`; ValueError for a negative
 *   epsilon; DTypeError when dtypes differ or are integers.
 * @example
 * ```ts
 * import { normalizeChannels } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const running = { mean: tensor([2, 20]), variance: tensor([1, 100]) };
 * normalizeChannels(tensor([[4, 40]]), running, { epsilon: 0 }).toNested(); // [[2, 2]]
 * ```
 */
export function normalizeChannels(
  x: Tensor,
  statistics: ChannelStatistics,
  options: ChannelOptions = {},
): Tensor {
  checkOptions('normalizeChannels', options, channelKinds);
  const { gamma, beta, epsilon = 1e-5 } = options;
  const { mean, variance } = statistics;
  checkEpsilon('normalizeChannels', epsilon);
  const sizes = channelSizes('normalizeChannels', x, { mean, variance, gamma, beta });
  const [, channels] = sizes;
  const scale = gamma ?? fullLike(x, 1, [channels]);
  const shift = beta ?? fullLike(x, 0, [channels]);
  const y = runBatchNorm(x, mean, variance, scale, shift, [...sizes, epsilon]);
  const perChannel = (each: Tensor): Tensor => reshape(each, [channels, ...x.shape.slice(2).map(() => 1)]);
  const others = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const root = (): Tensor => sqrt(add(variance, epsilon));
  return record(
    'normalizeChannels',
    y,
    [x, scale, shift, mean, variance],
    [
      (dy) => mul(dy, perChannel(div(scale, root()))),
      (dy) => div(sum(mul(dy, sub(x, perChannel(mean))), { axis: others }), root()),
      (dy) => sum(dy, { axis: others }),
    ],
  );
}

/** Runs the kernel, without a gradient; `numbers` as it takes them. */
function runBatchNorm(
  x: Tensor,
  mean: Tensor,
  variance: Tensor,
  gamma: Tensor,
  beta: Tensor,
  numbers: readonly number[],
): Tensor {
  const y = emptyLike(x);
  run(batchNormKernel, [y, ...[x, mean, variance, gamma, beta].map(contiguous)], numbers);
  return y;
}
