import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../errors.ts';
import {
  broadcastShapes,
  checkShape,
  isRowMajor,
  normalizeAxes,
  normalizeAxis,
  rowMajorStrides,
  sameShape,
  shapeText,
  sizeOf,
} from './shape.ts';

const anyShape = fc.array(fc.nat({ max: 5 }), { maxLength: 5 });

describe('sizeOf', () => {
  it('is the product of the lengths, 1 for a scalar', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 3, 4])).toBe(24);
    expect(sizeOf([2, 0, 4])).toBe(0);
  });
});

describe('rowMajorStrides', () => {
  it('steps the last axis by one element', () => {
    expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(rowMajorStrides([])).toEqual([]);
  });

  it('gives every shape strides without holes', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        expect(isRowMajor(shape, rowMajorStrides(shape))).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('isRowMajor', () => {
  it('ignores the stride of an axis of length 1, and all strides of an empty tensor', () => {
    expect(isRowMajor([1, 3], [99, 1])).toBe(true);
    expect(isRowMajor([2, 0], [99, 99])).toBe(true);
  });

  it('detects transposed axes, holes and repeated elements', () => {
    expect(isRowMajor([3, 2], [1, 3])).toBe(false);
    expect(isRowMajor([2, 3], [4, 1])).toBe(false);
    expect(isRowMajor([3], [0])).toBe(false);
  });
});

describe('sameShape', () => {
  it('compares axis by axis', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([], [1])).toBe(false);
  });
});

describe('shapeText', () => {
  it('writes a shape as error messages show it', () => {
    expect(shapeText([2, 3])).toBe('[2,3]');
    expect(shapeText([])).toBe('[]');
  });
});

describe('broadcastShapes', () => {
  it('aligns shapes at the last axis, each axis equal or 1', () => {
    expect(broadcastShapes('add', [4, 1], [3])).toEqual([4, 3]);
    expect(broadcastShapes('add', [], [2, 3])).toEqual([2, 3]);
    expect(broadcastShapes('add', [5, 1, 1], [1, 4, 1], [3])).toEqual([5, 4, 3]);
    expect(broadcastShapes('add')).toEqual([]);
  });

  it('stretches 1 to 0', () => {
    expect(broadcastShapes('add', [1, 3], [0, 1])).toEqual([0, 3]);
  });

  it('refuses lengths that differ and are not 1', () => {
    expect(() => broadcastShapes('add', [4, 2], [3])).toThrow(ShapeError);
    expect(() => broadcastShapes('add', [4, 2], [3])).toThrow('add: shapes do not broadcast: [4,2] and [3].');
    expect(() => broadcastShapes('where', [2], [0])).toThrow('where: shapes do not broadcast: [2] and [0].');
  });

  it('is the common shape of all shapes made from it by dropping leading axes or setting axes to 1', () => {
    const operands = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 });
    fc.assert(
      fc.property(anyShape, operands, (shape, changes) => {
        const weaker = changes.map(([drop, ones]) =>
          shape.map((length, axis) => (ones & (1 << axis) ? 1 : length)).slice(drop % (shape.length + 1)),
        );
        expect(broadcastShapes('add', ...weaker, shape)).toEqual(shape);
      }),
      { seed: 1 },
    );
  });

  it('gives the same result or error in any order', () => {
    const outcome = (a: number[], b: number[]) => {
      try {
        return broadcastShapes('add', a, b);
      } catch (error) {
        return (error as object).constructor;
      }
    };
    fc.assert(
      fc.property(anyShape, anyShape, (a, b) => {
        expect(outcome(a, b)).toEqual(outcome(b, a));
      }),
      { seed: 1 },
    );
  });
});

describe('normalizeAxis', () => {
  it('counts negative axes from the back', () => {
    expect([normalizeAxis('sum', 1, 3), normalizeAxis('sum', -1, 3), normalizeAxis('sum', -3, 3)]).toEqual([
      1, 2, 0,
    ]);
  });

  it('refuses an axis that the tensor does not have', () => {
    for (const axis of [3, -4, 0.5, Number.NaN]) {
      expect(() => normalizeAxis('sum', axis, 3)).toThrow(`sum: axis ${axis} is outside a tensor of rank 3.`);
    }
    expect(() => normalizeAxis('sum', '1' as never, 3)).toThrow(
      'sum: axis "1" is outside a tensor of rank 3.',
    );
    expect(() => normalizeAxis('sum', 0, 0)).toThrow('sum: axis 0 is outside a tensor of rank 0.');
  });
});

describe('normalizeAxes', () => {
  it('returns all axes by default, and sorts given ones', () => {
    expect(normalizeAxes('sum', undefined, 3)).toEqual([0, 1, 2]);
    expect(normalizeAxes('sum', -1, 3)).toEqual([2]);
    expect(normalizeAxes('sum', [-1, 0], 3)).toEqual([0, 2]);
    expect(normalizeAxes('sum', [], 3)).toEqual([]);
  });

  it('refuses an axis that is given twice', () => {
    expect(() => normalizeAxes('sum', [0, -3], 3)).toThrow('sum: an axis is named twice: [0,0].');
    expect(() => normalizeAxes('sum', 'x' as never, 3)).toThrow(
      'sum: axes are a number or an array of them, got "x".',
    );
  });
});

describe('checkShape', () => {
  it('refuses a value that is not an array, and says how to write it', () => {
    const refused = (shape: unknown) => () => checkShape('zeros', shape as number[]);
    expect(refused(3)).toThrow(new ShapeError('zeros: a shape is an array of numbers, got 3; write [3].'));
    expect(refused('3')).toThrow('zeros: a shape is an array of numbers, got "3".');
    expect(refused(undefined)).toThrow('zeros: a shape is an array of numbers, got undefined.');
    expect(refused({ shape: [3] })).toThrow('zeros: a shape is an array of numbers, got { shape }.');
    expect(refused(Int32Array.of(3))).toThrow('zeros: a shape is an array of numbers, got a Int32Array.');
    expect(refused([2, '3'])).toThrow('zeros: a shape holds whole numbers >= 0, got [2, "3"].');
    expect(refused([[2]])).toThrow('zeros: a shape holds whole numbers >= 0, got [[2]].');
    expect(refused([2, undefined])).toThrow('zeros: a shape holds whole numbers >= 0, got [2, undefined].');
  });

  it('refuses more than 2^53 elements', () => {
    expect(() => checkShape('zeros', [2 ** 27, 2 ** 27])).toThrow(
      'zeros: shape [134217728,134217728] has more than 2^53 elements.',
    );
    checkShape('zeros', [2 ** 26, 2 ** 26]);
  });

  it('refuses lengths that are not whole numbers >= 0', () => {
    for (const length of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => checkShape('zeros', [2, length])).toThrow(
        `zeros: a shape holds whole numbers >= 0, got [2,${length}].`,
      );
    }
  });
});
