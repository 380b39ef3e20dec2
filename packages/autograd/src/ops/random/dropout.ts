import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  type Generator,
  type OptionKinds,
  run,
  type Tensor,
  uniform24,
  ValueError,
} from '@regopt/tensor';
import { checkProbability } from '../../check.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';

/** `dropout [y, x, key] n, p`: y[i] = x[i] / (1 - p) where element i of the draw is at least p, else 0. */
const dropoutKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'dropout' },
  ([y, x, key], [n, probability]) => {
    for (let i = 0; i < n!; i++) y![i] = uniform24(key!, i) >= probability! ? x![i]! / (1 - probability!) : 0;
  },
);

export interface DropoutOptions {
  /** Probability of an element to become 0, in 0..1. */
  readonly probability: number;
  /** Source of the mask; each call consumes one draw, unless the probability is 0. */
  readonly generator: Generator;
}

const kinds: OptionKinds<DropoutOptions> = { probability: 'number', generator: 'object' };

/**
 * Dropout: each element becomes 0 with probability p, and is divided by 1 - p otherwise, so that the mean
 * stays. p = 0 is x itself, p = 1 gives zeros. dx = dy with the same mask and factor. The mask is not stored:
 * the backward pass computes it again from the same key.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural
 * networks from overfitting", JMLR 15, 2014.
 *
 * @throws ValueError when the probability is outside 0..1 or there is no generator; DTypeError for integers.
 * @example
 * ```ts
 * import { dropout } from '@regopt/autograd';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * dropout(ones([4]), { probability: 0.5, generator }); // each element is 0 or 2
 * dropout(ones([2]), { probability: 1, generator }).toArray(); // 0, 0
 * ```
 */
export function dropout(x: Tensor, options: DropoutOptions): Tensor {
  const { probability, generator } = checkDropout('dropout', x, options);
  return probability === 0 ? x : masked(x, generator.draw(x.storage.backend), probability);
}

/** Runs the kernel with a key: linear in x, and its own gradient. */
function masked(x: Tensor, key: Tensor, probability: number): Tensor {
  const y = emptyLike(x);
  run(dropoutKernel, [y, contiguous(x), key], [x.size, probability]);
  return record('dropout', y, [x], [(dy) => masked(dy, key, probability)]);
}

/** Checks the arguments common to every kind of dropout. */
export function checkDropout(operation: string, x: Tensor, options: DropoutOptions): DropoutOptions {
  checkOptions(operation, options, kinds);
  const { probability, generator } = options;
  checkFloat(operation, x);
  checkProbability(operation, probability);
  // A caller without types may have omitted it, such as a layer that was called without a generator.
  if (typeof (generator as Partial<Generator> | undefined)?.draw !== 'function')
    throw new ValueError(`${operation}: needs a generator, such as createGenerator(1).`);
  return options;
}
