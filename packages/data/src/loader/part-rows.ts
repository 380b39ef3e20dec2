import { checkOptions, type OptionKinds, ValueError } from '@regopt/tensor';
import { checkPlace, checkWholeNumber } from '../check.ts';

/** One of `count` parts of each batch, counted from 0: the rows that one of several processes computes. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

const kinds: OptionKinds<Part> = { index: 'number', count: 'number' };

/** Throws a ValueError unless `part` is one of at least one part. */
export function checkPart(operation: string, part: Part): void {
  checkOptions(`${operation}: part`, part, kinds);
  if (part.index === undefined || part.count === undefined)
    throw new ValueError(`${operation}: part is { index, count }, got { ${Object.keys(part).join(', ')} }.`);
  checkWholeNumber(operation, 'part.count', part.count, 1);
  checkPlace(operation, 'part.index', part.index, part.count - 1);
}

/** Rows [first, first + count) of the `of` rows of a batch. */
export interface PartRows {
  readonly first: number;
  readonly count: number;
  readonly of: number;
}

const whole: Part = { index: 0, count: 1 };

/** The rows of part i of P in a batch of B: [floor(i B / P), floor((i + 1) B / P)), which may be none. */
export function partRows(of: number, { index, count }: Part = whole): PartRows {
  const first = Math.floor((index * of) / count);
  return { first, count: Math.floor(((index + 1) * of) / count) - first, of };
}
