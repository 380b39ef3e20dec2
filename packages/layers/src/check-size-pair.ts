import type { SizePair } from '@regopt/autograd';
import { ValueError, valueText } from '@regopt/tensor';

/** The option as its pair `[height, width]`; throws ValueError unless it holds whole numbers >= `least`. */
export function checkSizePair(
  layer: string,
  name: string,
  value: SizePair,
  least: number,
): readonly [height: number, width: number] {
  const pair: SizePair = typeof value === 'number' ? [value, value] : value;
  const fits =
    Array.isArray(pair) &&
    pair.length === 2 &&
    pair.every((size) => Number.isSafeInteger(size) && size >= least);
  if (!fits) {
    throw new ValueError(
      `${layer}: ${name} is a whole number >= ${least} or a pair [height, width] of them, got ${Array.isArray(value) ? `[${value}]` : valueText(value)}.`,
    );
  }
  return pair;
}
