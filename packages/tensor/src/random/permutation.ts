import { valueText } from '../check/option-fault.ts';
import { ValueError } from '../errors.ts';
import { typedArray } from '../tensor/dtype.ts';
import { checkGenerator, type Generator } from './generator.ts';
import { drawBlock, words } from './random-kernels.ts';

/**
 * The numbers 0..n-1 in random order, by the Fisher-Yates shuffle on the host. Consumes one draw.
 *
 * @throws ValueError unless n is a whole number in 0..2^31-1.
 *
 * @example
 * ```ts
 * import { createGenerator, permutation } from '@regopt/tensor';
 * permutation(10, createGenerator(42)); // 5, 8, 1, 2, 9, 4, 3, 7, 0, 6
 * ```
 */
export function permutation(n: number, generator: Generator): Int32Array {
  if (!Number.isSafeInteger(n) || n < 0 || n > 2147483647)
    throw new ValueError(`permutation: n is a whole number in 0..2^31-1, got ${valueText(n)}.`);
  checkGenerator('permutation', generator);
  const order = typedArray('i32', n, 'permutation') as Int32Array;
  const key = generator.drawWords();
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const step = n - 1 - i;
    const within = step & 1;
    if (within === 0) drawBlock(key, step >>> 1);
    // 53 random bits over i + 1 positions: the bias is below 2^-21 for any n.
    const fraction = ((words[within * 2]! >>> 5) * 67108864 + (words[within * 2 + 1]! >>> 6)) * 2 ** -53;
    const j = Math.floor(fraction * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}
