import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  fullLike,
  type OptionKinds,
  run,
  type Shape,
  ShapeError,
  sameShape,
  shapeText,
  sizeOf,
  type Tensor,
} from '@regopt/tensor';
import { checkEpsilon } from '../../check.ts';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { shareGradients } from '../../kernels/share-gradients.ts';
import { record, recordFusedGradient } from '../../tape.ts';

/**
 * `layerNorm [y, moments(f64, rows, 2), x, gamma, beta] rows, n, eps`: each row's mean and
 * rstd = 1 / sqrt(biased variance + eps), in f64 since x's dtype may represent too few digits of a large
 * mean, and y = (x - mean) rstd gamma + beta.
 */
const layerNormKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'layerNorm' },
  (arrays, [rows, n, epsilon]) => {
    const [y, moments, x, gamma, beta] = arrays;
    for (let row = 0; row < rows!; row++) {
      const first = row * n!;
      let total = 0;
      for (let k = 0; k < n!; k++) total += x![first + k]!;
      const centre = total / n!;
      let squares = 0;
      for (let k = 0; k < n!; k++) {
        const distance = x![first + k]! - centre;
        squares += distance * distance;
      }
      const scale = 1 / Math.sqrt(squares / n! + epsilon!);
      moments![2 * row] = centre;
      moments![2 * row + 1] = scale;
      for (let k = 0; k < n!; k++) y![first + k] = (x![first + k]! - centre) * scale * gamma![k]! + beta![k]!;
    }
  },
);

/**
 * `layerNormGrad [dx, dgamma, dbeta, dy, x, moments(f64, rows, 2), gamma] rows, n`: with xhat = (x - mean)
 * rstd and g = dy gamma, dx = rstd (g - mean g - xhat mean(g xhat)) in each row; over the rows dgamma = sum
 * dy xhat, dbeta = sum dy.
 */
const layerNormGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'layerNormGrad' },
  (arrays, [rows, n]) => {
    const [dx, dgamma, dbeta, dy, x, moments, gamma] = arrays;
    const gammaTotals = new Float64Array(n!);
    const betaTotals = new Float64Array(n!);
    for (let row = 0; row < rows!; row++) {
      const first = row * n!;
      const rstd = moments![2 * row + 1]!;
      const unit = (k: number): number => (x![first + k]! - moments![2 * row]!) * rstd;
      let total = 0;
      let product = 0;
      for (let k = 0; k < n!; k++) {
        const d = dy![first + k]!;
        gammaTotals[k]! += d * unit(k);
        betaTotals[k]! += d;
        total += d * gamma![k]!;
        product += d * gamma![k]! * unit(k);
      }
      for (let k = 0; k < n!; k++) {
        const g = dy![first + k]! * gamma![k]!;
        dx![first + k] = rstd * (g - total / n! - unit(k) * (product / n!));
      }
    }
    dgamma!.set(gammaTotals);
    dbeta!.set(betaTotals);
  },
);

export interface LayerNormOptions {
  /**
   * Shape of the last axes, over which x is normalised. Default: the shape of gamma or beta; without them the
   * last axis.
   */
  readonly shape?: Shape | undefined;
  /** Scale of each element of a row, of that shape. Default ones. */
  readonly gamma?: Tensor | undefined;
  /** Shift of each element of a row, of that shape. Default zeros. */
  readonly beta?: Tensor | undefined;
  /** Added to the variance, under the root. Default 1e-5. */
  readonly epsilon?: number | undefined;
}

const kinds: OptionKinds<LayerNormOptions> = {
  shape: 'array',
  gamma: 'tensor',
  beta: 'tensor',
  epsilon: 'number',
};

/**
 * Layer normalisation, y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with mean and (biased)
 * variance of each row over the last axes. With xhat = (x - mean) / sigma and g = dy gamma,
 * dx = (g - mean g - xhat mean(g xhat)) / sigma; over the rows dgamma = sum dy xhat, dbeta = sum dy. The
 * gradients are one fused kernel, which has no derivative of its own.
 *
 * Source: Ba, Kiros, Hinton, "Layer normalization", arXiv 1607.06450.
 *
 * @param x any shape that ends in the normalised one
 * @throws ShapeError when the shapes do not fit; ValueError for a negative epsilon; DTypeError when dtypes
 *   differ or are integers.
 * @example
 * ```ts
 * import { layerNorm } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * layerNorm(tensor([[1, 3], [20, 60]]), { epsilon: 0 }).toNested(); // [[-1, 1], [-1, 1]]
 * ```
 */
export function layerNorm(x: Tensor, options: LayerNormOptions = {}): Tensor {
  checkOptions('layerNorm', options, kinds);
  const { epsilon = 1e-5 } = options;
  checkEpsilon('layerNorm', epsilon);
  checkSameFloat('layerNorm', [x, options.gamma, options.beta], 1);
  const shape = normalizedShape(x, options);
  const gamma = options.gamma ?? fullLike(x, 1, shape);
  const beta = options.beta ?? fullLike(x, 0, shape);
  const outer = x.shape.slice(0, x.rank - shape.length);
  const sizes = [sizeOf(outer), sizeOf(shape)];
  const moments = emptyLike(x, [...outer, 2], 'f64');
  const y = emptyLike(x);
  run(layerNormKernel, [y, moments, ...[x, gamma, beta].map(contiguous)], [...sizes, epsilon]);
  const gradient = shareGradients((dy) => {
    const results = [x.shape, shape, shape].map((each) => emptyLike(x, each));
    run(layerNormGradKernel, [...results, ...[dy, x, moments, gamma].map(contiguous)], sizes);
    return results.map((result) => recordFusedGradient('layerNorm', result, [dy, x, gamma]));
  });
  return record('layerNorm', y, [x, gamma, beta], [gradient(0), gradient(1), gradient(2)]);
}

function normalizedShape(x: Tensor, { shape, gamma, beta }: LayerNormOptions): Shape {
  const wanted = shape ?? gamma?.shape ?? beta?.shape ?? x.shape.slice(-1);
  const ends = sameShape(x.shape.slice(x.rank - wanted.length), wanted);
  if (wanted.length === 0 || wanted.length > x.rank || !ends) {
    throw new ShapeError(
      `layerNorm: x ${shapeText(x.shape)} does not end ` +
        `in the normalised shape ${shapeText(wanted)}, of one axis or more.`,
    );
  }
  for (const [name, each] of Object.entries({ gamma, beta })) {
    if (each !== undefined && !sameShape(each.shape, wanted)) {
      throw new ShapeError(
        `layerNorm: ${name} ${shapeText(each.shape)} does not ` +
          `have the normalised shape ${shapeText(wanted)}.`,
      );
    }
  }
  return wanted;
}
