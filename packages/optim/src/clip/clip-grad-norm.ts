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
  /** Whether to throw when the norm is NaN or infinite. Reads it on the host at once. Default false. */
  readonly errorIfNonFinite?: boolean | undefined;
}

/** Gradients by parameter, and the norm that they had together before they were clipped. */
export class ClippedGradients extends Map<Tensor, Tensor> {
  /** A scalar of f64. Read it with `item()` once the step is done; a scope frees it unless it, or the whole, is returned or kept. */
  readonly norm: Tensor;

  constructor(entries: Iterable<readonly [Tensor, Tensor]>, norm: Tensor) {
    super(entries);
    this.norm = norm;
  }
}

/**
 * `clipFactor [factor, ...x] count, maxNorm, more, ...sizes`: the norm of all x together, and what they are to be scaled
 * by, in f64 whatever x is. factor[2] = the sum of squares, which with `more` adds to what factor[2] held;
 * factor[1] = norm = sqrt(factor[2]); factor[0] = min(1, maxNorm / (norm + 1e-6)), and 1 where maxNorm is infinite.
 */
export const clipFactorKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'clipFactor' },
  ([factor, ...tensors], [, maxNorm, more, ...sizes]) => {
    let sum = more ? factor![2] : 0;
    tensors.forEach((x, t) => {
      for (let i = 0; i < sizes[t]!; i++) sum! += x[i]! * x[i]!;
    });
    factor![2] = sum!;
    factor![1] = Math.sqrt(sum!);
    factor![0] = maxNorm === Infinity ? 1 : Math.min(1, maxNorm! / (factor![1] + 1e-6));
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

/** How many gradients go into one command: what an argument block has room for is about twice that. */
const maxTensorsPerCommand = 1000;

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
 * @param maxNorm >= 0; `Infinity` only measures: it leaves every gradient as it is, also where the norm is not finite
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

/** The gradients, as many to a list as a command takes, those of one dtype together; one empty list of none. */
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
