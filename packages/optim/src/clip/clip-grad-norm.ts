import {
  checkOptions,
  defineKernel,
  empty,
  emptyLike,
  markWritten,
  run,
  type Tensor,
  ValueError,
  valueText,
  viewReshape,
  viewSlice,
} from '@regopt/tensor';
import type { Gradients } from '../gradients.ts';
import { ownGradients } from './own-gradients.ts';

/** Options of {@link clipGradNorm}. */
export interface ClipGradNormOptions {
  /** Throw if the norm is NaN or infinite. This reads the norm on the host at once. Default false. */
  readonly errorIfNonFinite?: boolean | undefined;
}

/** Gradients by parameter, and their joint norm before clipping. */
export class ClippedGradients extends Map<Tensor, Tensor> {
  /**
   * A scalar f64. Read it with `item()` after the step; a scope frees it unless it, or the whole map, is
   * returned or kept.
   */
  readonly norm: Tensor;

  constructor(entries: Iterable<readonly [Tensor, Tensor]>, norm: Tensor) {
    super(entries);
    this.norm = norm;
  }
}

/**
 * `clipFactor [factor, ...x] count, maxNorm, more, ...sizes`: the joint norm of all x and the factor to scale
 * them by, in f64 for any dtype of x. factor[2] = the sum of squares, plus the earlier factor[2] if `more`;
 * factor[1] = norm = sqrt(factor[2]); factor[0] = min(1, maxNorm / (norm + 1e-6)), or 1 for an infinite
 * maxNorm.
 */
export const clipFactorKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'clipFactor' },
  ([factor, ...tensors], [, maxNorm, more, ...sizes]) => {
    let sum = more ? factor![2]! : 0;
    tensors.forEach((x, t) => {
      for (let i = 0; i < sizes[t]!; i++) sum += x[i]! * x[i]!;
    });
    const norm = Math.sqrt(sum);
    factor![2] = sum;
    factor![1] = norm;
    factor![0] = maxNorm === Infinity ? 1 : Math.min(1, maxNorm! / (norm + 1e-6));
  },
);

/** `scaleBy [factor, ...x] count, ...sizes`: x = factor[0] x, for every x. */
export const scaleByKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'scaleBy' },
  ([factor, ...tensors], [, ...sizes]) => {
    tensors.forEach((x, t) => {
      for (let i = 0; i < sizes[t]!; i++) x[i]! *= factor![0]!;
    });
  },
);

/** Max gradients per command: about half of the room of an argument block. */
const maxTensorsPerCommand = 1000;

/**
 * Clips gradients by their joint norm, which keeps the direction of the step:
 *
 *     norm = sqrt(sum over all gradients of |g|^2)
 *     g <- g min(1, maxNorm / (norm + 1e-6))
 *
 * The gradients are always multiplied by the factor, so that nothing is read on the host during a step; the
 * returned `norm` is a tensor, to be read after the step. Gradients of a backward pass are fresh, so they are
 * scaled in place, as in PyTorch. Use the returned map: a gradient with shared memory was copied. A norm of
 * NaN or infinity makes the gradients NaN (or 0, if finite), unless `errorIfNonFinite` throws before anything
 * is scaled; in a captured step that check would run only once.
 *
 * (Optax's clip_by_global_norm and Keras have no 1e-6 and do not change gradients within the limit.)
 *
 * Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, in
 * the form of PyTorch's torch/nn/utils/clip_grad.py.
 *
 * @param maxNorm >= 0; `Infinity` only measures: no gradient changes, even if the norm is not finite
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
  checkOptions('clipGradNorm', options, { errorIfNonFinite: 'boolean' });
  if (!(typeof maxNorm === 'number' && maxNorm >= 0))
    throw new ValueError(`clipGradNorm: maxNorm is a number >= 0, got ${valueText(maxNorm)}.`);
  const entries = ownGradients('clipGradNorm', gradients);
  const lists = listsOf(entries.map(([, gradient]) => gradient));
  const factor = factorOf(lists, maxNorm);
  const norm = viewReshape(viewSlice(factor, 0, 1, 2), []);
  if (options.errorIfNonFinite && !Number.isFinite(norm.item())) {
    throw new ValueError(
      `clipGradNorm: the norm of the gradients is ${norm.item()}; a gradient is not finite.`,
    );
  }
  if (maxNorm < Infinity) {
    for (const { tensors, sizes } of lists) {
      run(scaleByKernel, [factor, ...tensors], [sizes.length, ...sizes]);
      for (const each of tensors) markWritten(each);
    }
  }
  return new ClippedGradients(entries, norm);
}

interface GradientList {
  readonly tensors: readonly Tensor[];
  readonly sizes: readonly number[];
}

/**
 * The gradients in lists of at most the size of a command, each list of one dtype; one empty list if there
 * are none.
 */
function listsOf(gradients: readonly Tensor[]): GradientList[] {
  const lists: { tensors: Tensor[]; sizes: number[] }[] = [{ tensors: [], sizes: [] }];
  for (const gradient of gradients) {
    const fits = ({ tensors }: GradientList): boolean =>
      tensors.length < maxTensorsPerCommand && (tensors.length === 0 || tensors[0]!.dtype === gradient.dtype);
    const list = lists.find(fits) ?? lists[lists.push({ tensors: [], sizes: [] }) - 1];
    list!.tensors.push(gradient);
    list!.sizes.push(gradient.size);
  }
  return lists;
}

/** The factor, the norm and its square, an f64 tensor of shape [3]. */
function factorOf(lists: readonly GradientList[], maxNorm: number): Tensor {
  const first = lists[0]!.tensors[0];
  const factor = first === undefined ? empty([3], { dtype: 'f64' }) : emptyLike(first, [3], 'f64');
  lists.forEach(({ tensors, sizes }, i) => {
    run(clipFactorKernel, [factor, ...tensors], [sizes.length, maxNorm, Number(i > 0), ...sizes]);
  });
  return factor;
}
