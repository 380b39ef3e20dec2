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
import { type ChannelOptions, channelKinds, channelSizes, checkEpsilon } from '../kernels/channels.ts';
import { shareGradients } from '../kernels/share-gradients.ts';
import { record, recordFusedGradient } from '../tape.ts';
import { type ChannelStatistics, normalize } from './normalize-channels.ts';

/**
 * `batchNormTraining [y, mean, variance, x, gamma, beta] N, C, S, eps`: mean and biased variance of each channel of
 * x [N, C, S], and y = gamma (x - mean) / sqrt(variance + eps) + beta.
 */
const batchNormTrainingKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'batchNormTraining' },
  ([y, mean, variance, x, gamma, beta], [batch, channels, inner, epsilon]) => {
    const average = (c: number, f: (value: number) => number): number => {
      let total = 0;
      for (let n = 0; n < batch!; n++) {
        const first = (n * channels! + c) * inner!;
        for (let at = first; at < first + inner!; at++) total += f(x![at]!);
      }
      return total / (batch! * inner!);
    };
    for (let c = 0; c < channels!; c++) {
      const centre = average(c, (value) => value);
      mean![c] = centre;
      variance![c] = average(c, (value) => (value - centre) ** 2);
    }
    normalize([y!, x!, mean!, variance!, gamma!, beta!], [batch!, channels!, inner!, epsilon!]);
  },
);

/**
 * `batchNormGrad [dx, dgamma, dbeta, dy, x, mean, variance, gamma] N, C, S, eps`, through the batch's own statistics: with
 * xhat = (x - mean) / sigma, dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)), dgamma = sum dy xhat, dbeta = sum dy.
 */
const batchNormGradKernel = /* @__PURE__ */ defineKernel({ builtIn: 'batchNormGrad' }, (arrays, numbers) => {
  const [dx, dgamma, dbeta, dy, x, mean, variance, gamma] = arrays;
  const [batch, channels, inner, epsilon] = numbers;
  const count = batch! * inner!;
  for (let c = 0; c < channels!; c++) {
    const scale = 1 / Math.sqrt(variance![c]! + epsilon!);
    const each = (visit: (at: number, unit: number) => void): void => {
      for (let n = 0; n < batch!; n++) {
        const first = (n * channels! + c) * inner!;
        for (let at = first; at < first + inner!; at++) visit(at, (x![at]! - mean![c]!) * scale);
      }
    };
    let total = 0;
    let product = 0;
    each((at, unit) => {
      total += dy![at]!;
      product += dy![at]! * unit;
    });
    dgamma![c] = product;
    dbeta![c] = total;
    each((at, unit) => {
      dx![at] = gamma![c]! * scale * (dy![at]! - total / count - unit * (product / count));
    });
  }
});

/** What a batch was normalised by: mean and biased variance of each channel, over `count` values. */
export interface BatchStatistics extends ChannelStatistics {
  readonly count: number;
}

/** A normalised batch and its statistics. */
export interface BatchNormResult {
  readonly output: Tensor;
  readonly statistics: BatchStatistics;
}

/**
 * Batch normalisation as it is in training, y = gamma (x - mean) / sqrt(variance + epsilon) + beta for each channel, where
 * mean and (biased) variance are the batch's own, over all axes but the second. Gradients flow through them: with
 * xhat = (x - mean) / sigma, dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)), dgamma = sum dy xhat,
 * dbeta = sum dy. They are one fused kernel, which has no derivative of its own. `normalizeChannels` is the form of
 * evaluation.
 *
 * Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift",
 * ICML 2015, arXiv 1502.03167, algorithm 1.
 *
 * @param x `[N, C, ...]`
 * @returns the output, of x's shape, and the statistics `[C]`, without a gradient, for `updateRunningStatistics`
 * @throws ShapeError when x has no channels, gamma or beta is not `[C]`, or a channel has fewer than two values; ValueError
 *   for a negative epsilon; DTypeError when dtypes differ or are integers.
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
      `batchNorm: Expected more than 1 value per channel when training, got input size [${x.shape.join(', ')}].`,
    );
  }
  const gamma = options.gamma ?? fullLike(x, 1, [channels]);
  const beta = options.beta ?? fullLike(x, 0, [channels]);
  const mean = emptyLike(x, [channels]);
  const variance = emptyLike(x, [channels]);
  const numbers = [...sizes, epsilon];
  const output = emptyLike(x);
  run(
    batchNormTrainingKernel,
    [output, mean, variance, contiguous(x), contiguous(gamma), contiguous(beta)],
    numbers,
  );
  const gradient = shareGradients((dy) => {
    const results = [x.shape, gamma.shape, gamma.shape].map((shape) => emptyLike(x, shape));
    const inputs = [dy, x, mean, variance, gamma].map(contiguous);
    run(batchNormGradKernel, [...results, ...inputs], numbers);
    return results.map((result) => recordFusedGradient('batchNorm', result, [dy, x, gamma]));
  });
  record('batchNorm', output, [x, gamma, beta, mean, variance], [gradient(0), gradient(1), gradient(2)]);
  return { output, statistics: { mean, variance, count } };
}
