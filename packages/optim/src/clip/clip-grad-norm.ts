import {
  defineKernel,
  empty,
  getBackend,
  run,
  scope,
  type Tensor,
  ValueError,
  viewReshape,
  viewSlice,
  withBackend,
} from '@regopt/tensor';
import type { Gradients } from '../gradients.ts';
import { ClippedGradients } from './clipped-gradients.ts';
import { ownGradients } from './own-gradients.ts';

/** Options of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Whether to throw when the norm is NaN or infinite. Reads it on the host at once. Default false. */
  readonly errorIfNonFinite?: boolean;
}

/** `squaredNorm [out, x] n`: out[0] = the sum of x^2, summed in f64 whatever x is. */
export const squaredNormKernel = /* @__PURE__ */ defineKernel('squaredNorm', ([out, x], [n]) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i] * x[i];
  out[0] = sum;
});

/** `clipFactor [factor, parts] count, maxNorm`: factor[1] = norm = sqrt(sum of parts), factor[0] = min(1, maxNorm / (norm + 1e-6)). */
export const clipFactorKernel = /* @__PURE__ */ defineKernel(
  'clipFactor',
  ([factor, parts], [count, maxNorm]) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += parts[i];
    factor[1] = Math.sqrt(sum);
    factor[0] = Math.min(1, maxNorm / (factor[1] + 1e-6));
  },
);

/** `scaleBy [x, factor] n`: x = factor[0] x. */
export const scaleByKernel = /* @__PURE__ */ defineKernel('scaleBy', ([x, factor], [n]) => {
  for (let i = 0; i < n; i++) x[i] *= factor[0];
});

/**
 * Clips gradients by their norm taken together, which keeps the direction of the step:
 *
 *     norm = sqrt(sum over all gradients of |g|^2)
 *     g <- g min(1, maxNorm / (norm + 1e-6))
 *
 * The factor is always multiplied, so nothing is read on the host in the middle of a step; the `norm` that comes with the
 * gradients is a tensor, to be read when the step is done. Gradients are fresh after a backward pass, so they are scaled
 * in place, as in PyTorch. Use what it returns: a gradient that shared its memory was copied. A norm of NaN or infinity
 * makes the gradients NaN (or 0, of a finite value) unless `errorIfNonFinite` stops there, before anything is scaled; a
 * step that is recorded for replay would be checked only once.
 *
 * (Optax's clip_by_global_norm and Keras have no 1e-6 and leave gradients within the limit untouched.)
 *
 * Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, in the form of
 * PyTorch's torch/nn/utils/clip_grad.py.
 *
 * @param maxNorm >= 0; `Infinity` only measures
 * @throws ValueError for a negative or NaN maxNorm, and with errorIfNonFinite for a norm that is not finite.
 * @example
 * ```ts
 * import { clipGradNorm, sgd } from '@regopt/optim';
 * import { scope, tensor } from '@regopt/tensor';
 * const weight = tensor([0, 0]);
 * const optimizer = sgd([weight], { learningRate: 1 });
 * const norm = scope(() => {
 *   const gradients = clipGradNorm(new Map([[weight, tensor([3, -4])]]), 1);
 *   optimizer.step(gradients);
 *   return gradients.norm;
 * });
 * norm.item(); // 5
 * weight.toArray(); // about -0.6, 0.8
 * ```
 */
export function clipGradNorm(
  gradients: Gradients,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): ClippedGradients {
  if (!(maxNorm >= 0))
    throw new ValueError(`clipGradNorm: maxNorm is a number >= 0, got ${String(maxNorm)}.`);
  const entries = ownGradients(gradients);
  const factor = factorOf(
    entries.map(([, gradient]) => gradient),
    maxNorm,
  );
  const norm = viewReshape(viewSlice(factor, 0, 1, 2), []);
  if (options.errorIfNonFinite && !Number.isFinite(norm.item())) {
    throw new ValueError(
      `clipGradNorm: the norm of the gradients is ${norm.item()}; a gradient is not finite.`,
    );
  }
  for (const [, gradient] of entries) run(scaleByKernel, [gradient, factor], [gradient.size]);
  return new ClippedGradients(entries, norm);
}

/** The factor and the norm, an f64 tensor of shape [2]. */
function factorOf(gradients: readonly Tensor[], maxNorm: number): Tensor {
  const backend = gradients[0]?.storage.backend ?? getBackend();
  return withBackend(backend, () =>
    scope(() => {
      const factor = empty([2], { dtype: 'f64' });
      const parts = empty([gradients.length], { dtype: 'f64' });
      for (let i = 0; i < gradients.length; i++) {
        run(squaredNormKernel, [viewSlice(parts, 0, i, i + 1), gradients[i]], [gradients[i].size]);
      }
      run(clipFactorKernel, [factor, parts], [gradients.length, maxNorm]);
      return factor;
    }),
  );
}
