import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf } from './shape.ts';
import { squeezeDims } from './squeeze-dims.ts';
import { stridedOffsets } from './strided-offsets.ts';

/** Slow oracle: the sum of index times stride, with each index found by division. */
function naiveOffsets(shape: readonly number[], strides: readonly number[]): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, at) => {
    let rest = at;
    let offset = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return offset;
  });
}

const anyWalk = fc
  .array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 9 }), fc.nat({ max: 9 })), { maxLength: 4 })
  .map((axes) => ({
    shape: axes.map(([length]) => length),
    a: axes.map(([, stride]) => stride),
    b: axes.map(([, , stride]) => stride),
  }));

describe('stridedOffsets', () => {
  it('visits a transposed matrix column by column', () => {
    expect([...stridedOffsets([3, 2], [1, 3])]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it('visits a scalar once and an empty tensor never', () => {
    expect([...stridedOffsets([], [])]).toEqual([0]);
    expect([...stridedOffsets([2, 0], [1, 1])]).toEqual([]);
  });

  it('is the sum of index times stride for every index, row-major', () => {
    fc.assert(
      fc.property(anyWalk, ({ shape, a }) => {
        expect([...stridedOffsets(shape, a)]).toEqual(naiveOffsets(shape, a));
      }),
      { seed: 1 },
    );
  });
});

describe('squeezeDims', () => {
  it('merges axes that every operand traverses with one stride', () => {
    expect(squeezeDims([2, 3, 4], [[12, 4, 1]])).toEqual([[24], [[1]]]);
    expect(
      squeezeDims(
        [2, 3, 4],
        [
          [12, 4, 1],
          [0, 4, 1],
        ],
      ),
    ).toEqual([
      [2, 12],
      [
        [12, 1],
        [0, 1],
      ],
    ]);
  });

  it('drops axes of length 1 and leaves at least one axis', () => {
    expect(squeezeDims([1, 5, 1], [[9, 2, 9]])).toEqual([[5], [[2]]]);
    expect(squeezeDims([], [[], []])).toEqual([[1], [[1], [1]]]);
  });

  it('visits the same elements in the same order, for every operand', () => {
    fc.assert(
      fc.property(anyWalk, ({ shape, a, b }) => {
        const [squeezed, [toA, toB]] = squeezeDims(shape, [a, b]);
        expect([...stridedOffsets(squeezed, toA!)]).toEqual(naiveOffsets(shape, a));
        expect([...stridedOffsets(squeezed, toB!)]).toEqual(naiveOffsets(shape, b));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
