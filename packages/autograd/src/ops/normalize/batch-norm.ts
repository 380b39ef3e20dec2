import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  fullLike,
  run,
  ShapeError,
  type Tensor,
} from '@regopt/tensor';
import { checkEpsilon } from '../../check.ts';
import { type ChannelOptions, channelKinds, channelSizes } from '../../kernels/channels.ts';
import { shareGradients } from '../../kernels/share-gradients.ts';
import { record, recordFusedGradient } from '../../tape.ts';
import type { ChannelStatistics } from './normalize-channels.ts';

/**
 * `batchNormTraining [y, mean, variance, moments(f64, C, 2), x, gamma, beta] N, C, S, eps`: mean and biased
 * variance of each channel of x [N, C, S]; its mean and 1 / sqrt(variance + eps) in f64, since x's dtype may
 * not represent the variance, or too few digits of a large mean; and
 * y = gamma (x - mean) / sqrt(variance + eps) + beta.
 */
const batchNormTrainingKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'batchNormTraining' },
  (arrays, numbers) => {
    const [y, mean, variance, moments, x, gamma, beta] = arrays;
    const [batch, channels, inner, epsilon] = numbers;
    const count = batch! * inner!;
    for (let c = 0; c < channels!; c++) {
      let total = 0;
      eachOf(numbers, c, (at) => (total += x![at]!));
      const centre = total / count;
      let squares = 0;
      eachOf(numbers, c, (at) => {
        const distance = x![at]! - centre;
        squares += distance * distance;
      });
      const scale = 1 / Math.sqrt(squares / count + epsilon!);
      mean![c] = centre;
      variance![c] = squares / count;
      moments![2 * c] = centre;
      moments![2 * c + 1] = scale;
      eachOf(numbers, c, (at) => {
        y![at] = (x![at]! - centre) * (gamma![c]! * scale) + beta![c]!;
      });
    }
  },
);

/** Visits every index of channel c of [N, C, S]. */
function eachOf([batch, channels, inner]: readonly number[], c: number, visit: (at: number) => void): void {
  for (let n = 0; n < batch!; n++) {
    const first = (n * channels! + c) * inner!;
    for (let at = first; at < first + inner!; at++) visit(at);
  }
}

/**
 * `batchNormGrad [dx, dgamma, dbeta, dy, x, moments(f64, C, 2), gamma] N, C, S`, through the batch's own
 * statistics: with xhat = (x - mean) / sigma, dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)),
 * dgamma = sum dy xhat, dbeta = sum dy.
 */
const batchNormGradKernel = /* @__PURE__ */ defineKernel({ builtIn: 'batchNormGrad' }, (arrays, numbers) => {
  const [dx, dgamma, dbeta, dy, x, moments, gamma] = arrays;
  const [batch, channels, inner] = numbers;
  const count = batch! * inner!;
  for (let c = 0; c < channels!; c++) {
    const scale = moments![2 * c + 1]!;
    const unit = (at: number): number => (x![at]! - moments![2 * c]!) * scale;
    let total = 0;
    let product = 0;
    eachOf(numbers, c, (at) => {
      total += dy![at]!;
      product += dy![at]! * unit(at);
    });
    dgamma![c] = product;
    dbeta![c] = total;
    eachOf(numbers, c, (at) => {
      dx![at] = gamma![c]! * scale * (dy![at]! - total / count - unit(at) * (product / count));
    });
  }
});

/**
 * The statistics that a batch was normalised by: mean and biased variance of each channel, over `count`
 * values.
 */
export interface BatchStatistics extends ChannelStatistics {
  readonly count: number;
}

/** A normalised batch and its statistics. */
export interface BatchNormResult {
  readonly output: Tensor;
  readonly statistics: BatchStatistics;
}

/**
 * Batch normalisation for training, y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each channel,
 * where mean and (biased) variance are the batch's own, over all axes but the second. Gradients flow through
 * them: with xhat = (x - mean) / sigma, dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)), dgamma = sum
 * dy xhat, dbeta = sum dy. The gradients are one fused kernel, which has no derivative of its own. For
 * evaluation use `normalizeChannels`.
 *
 * Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal
 * covariate shift", ICML 2015, arXiv 1502.03167, algorithm 1.
 *
 * @param x `[N, C, ...]`
 * @returns the output, of x's shape, and the statistics `[C]`, without a gradient, for
 *   `updateRunningStatistics`
 * @throws ShapeError when x has no channels, gamma or beta is not `[C]`, or a channel has fewer than two
 *   values; ValueError for a negative epsilon; DTypeError when dtypes differ or are integers.
 * @example
 * ```ts
 * import { batchNorm } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const { output, statistics } = batchNorm(tensor([[1, 10], [3, 30]]), { epsilon: 0 });
 * output.toNested(); // [[-1, -1], [1, 1]]
 * statistics.mean.toArray(); // 2, 20
 * statistics.variance.toArray(); // 1, 100
 * ```
 */
export function batchNorm(x: Tensor, options: ChannelOptions = {}): BatchNormResult {
  checkOptions('batchNorm', options, channelKinds);
  const { epsilon = 1e-5 } = options;
  checkEpsilon('batchNorm', epsilon);
  const sizes = channelSizes('batchNorm', x, { gamma: options.gamma, beta: options.beta });
  const [batch, channels, inner] = sizes;
  const count = batch * inner;
  if (count < 2) {
    throw new ShapeError(
      'batchNorm: Expected more than 1 value per channel when training, got input size ' +
        `[${x.shape.join(', ')}].`,
    );
  }
  const gamma = options.gamma ?? fullLike(x, 1, [channels]);
  const beta = options.beta ?? fullLike(x, 0, [channels]);
  const mean = emptyLike(x, [channels]);
  const variance = emptyLike(x, [channels]);
  const moments = emptyLike(x, [channels, 2], 'f64');
  const numbers = [...sizes, epsilon];
  const output = emptyLike(x);
  run(
    batchNormTrainingKernel,
    [output, mean, variance, moments, contiguous(x), contiguous(gamma), contiguous(beta)],
    numbers,
  );
  const gradient = shareGradients((dy) => {
    const results = [x.shape, gamma.shape, gamma.shape].map((shape) => emptyLike(x, shape));
    run(batchNormGradKernel, [...results, ...[dy, x, moments, gamma].map(contiguous)], sizes);
    return results.map((result) => recordFusedGradient('batchNorm', result, [dy, x, gamma]));
  });
  record('batchNorm', output, [x, gamma, beta], [gradient(0), gradient(1), gradient(2)]);
  return { output, statistics: { mean, variance, count } };
}
