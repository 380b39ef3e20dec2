import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { ShapeError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { cast } from '../tensor/copy.ts';
import { tensor, zeros } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sizeOf } from './shape.ts';
import { contiguous, viewBroadcast, viewPermute, viewReshape, viewSlice, viewTranspose } from './view.ts';

const anyShape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const counting = (shape: readonly number[]): Tensor =>
  tensor(
    Array.from({ length: sizeOf(shape) }, (_, i) => i),
    { shape },
  );

/** The value at an index, by the definition of shape, strides and offset. */
function at(x: Tensor, index: readonly number[]): number {
  const whole = x.storage.backend.view(x.storage.handle, x.storage.byteLength, x.dtype, 0);
  return whole[index.reduce((offset, i, axis) => offset + i * x.strides[axis]!, x.offset)]!;
}

/** Every index of a shape, row-major. */
function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, length) => found.flatMap((index) => Array.from({ length }, (_, i) => [...index, i])),
    [[]],
  );
}

/** Expects a view to share its storage and to have the value `source(index)` at every index. */
function expectView(
  y: Tensor,
  x: Tensor,
  shape: readonly number[],
  source: (index: number[]) => number[],
): void {
  expect(y.storage).toBe(x.storage);
  expect(y.shape).toEqual(shape);
  const expected = indices(shape).map((index) => at(x, source(index)));
  expect([...y.toArray()]).toEqual(expected);
  expect(indices(shape).map((index) => at(y, index))).toEqual(expected);
}

describe('viewPermute', () => {
  it('puts axis order[i] at axis i', () => {
    const anyOrder = anyShape.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray(
          shape.map((_, axis) => axis),
          { minLength: shape.length },
        ),
      ),
    );
    fc.assert(
      fc.property(anyOrder, ([shape, order]) => {
        scope(() => {
          const x = counting(shape);
          const permuted = order.map((axis) => shape[axis]!);
          const back = (index: number[]) => shape.map((_, axis) => index[order.indexOf(axis)]!);
          expectView(viewPermute(x, order), x, permuted, back);
        });
      }),
      { seed: 1 },
    );
  });

  it('refuses anything but an order of the axes', () => {
    const x = zeros([2, 3]);
    expect(() => viewPermute(x, [0])).toThrow('viewPermute: [0] is not an order of the 2 axes of [2,3].');
    expect(() => viewPermute(x, [0, -2])).toThrow(
      'viewPermute: [0,-2] is not an order of the 2 axes of [2,3].',
    );
    expect(() => viewPermute(x, [0, 2])).toThrow('viewPermute: axis 2 is outside a tensor of rank 2.');
  });
});

describe('viewTranspose', () => {
  it('exchanges the last two axes, or the two given ones', () => {
    const x = counting([2, 3, 4]);
    expectView(viewTranspose(x), x, [2, 4, 3], ([i, j, k]) => [i!, k!, j!]);
    expectView(viewTranspose(x, 0, -1), x, [4, 3, 2], ([i, j, k]) => [k!, j!, i!]);
    expect(viewTranspose(viewTranspose(x)).contiguous).toBe(true);
  });

  it('refuses a tensor without these axes', () => {
    expect(() => viewTranspose(zeros([3]))).toThrow('viewTranspose: axis -2 is outside a tensor of rank 1.');
  });
});

describe('viewSlice', () => {
  it('takes every step-th element from start to before end', () => {
    fc.assert(
      fc.property(
        anyShape.filter((shape) => shape.length > 0),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 2 }),
        (shape, a, b, c, d) => {
          scope(() => {
            const x = counting(shape);
            const axis = a % shape.length;
            const end = b % (shape[axis]! + 1);
            const start = c % (end + 1);
            const step = d + 1;
            const sliced = shape.map((length, i) => (i === axis ? Math.ceil((end - start) / step) : length));
            const source = (index: number[]) => index.map((i, at) => (at === axis ? start + i * step : i));
            expectView(viewSlice(x, axis, start, end, step), x, sliced, source);
          });
        },
      ),
      { seed: 1 },
    );
  });

  it('counts negative positions from the back, and ends at the end of the axis by default', () => {
    const x = counting([5]);
    expect([...viewSlice(x, 0, -2).toArray()]).toEqual([3, 4]);
    expect([...viewSlice(x, 0, 1, -1).toArray()]).toEqual([1, 2, 3]);
    expect([...viewSlice(viewSlice(x, 0, 1), 0, 1, 4, 2).toArray()]).toEqual([2, 4]);
  });

  it('refuses positions outside the axis', () => {
    const x = zeros([2, 5]);
    expect(() => viewSlice(x, 1, 0, 6)).toThrow(ShapeError);
    expect(() => viewSlice(x, 1, 0, 6)).toThrow('viewSlice: 0 to 6 by 1 does not lie in axis 1 of [2,5].');
    expect(() => viewSlice(x, -1, -6)).toThrow('viewSlice: -6 to 5 by 1 does not lie in axis 1 of [2,5].');
    expect(() => viewSlice(x, 1, 3, 2)).toThrow('viewSlice: 3 to 2 by 1 does not lie in axis 1 of [2,5].');
    expect(() => viewSlice(x, 1, 0, 5, 0)).toThrow('viewSlice: 0 to 5 by 0 does not lie in axis 1 of [2,5].');
    expect(() => viewSlice(x, 1, 0.5)).toThrow('viewSlice: 0.5 to 5 by 1 does not lie in axis 1 of [2,5].');
  });
});

describe('viewBroadcast', () => {
  it('repeats axes of length 1 and new axes in front', () => {
    fc.assert(
      fc.property(anyShape, fc.nat({ max: 15 }), fc.nat({ max: 4 }), (shape, ones, drop) => {
        scope(() => {
          const lead = Math.min(drop, shape.length);
          const own = shape.map((length, axis) => (ones & (1 << axis) ? 1 : length)).slice(lead);
          const x = counting(own);
          const source = (index: number[]) => index.slice(lead).map((i, axis) => (own[axis] === 1 ? 0 : i));
          expectView(viewBroadcast(x, shape), x, shape, source);
        });
      }),
      { seed: 1 },
    );
  });

  it('refuses a shape that the tensor does not broadcast to', () => {
    expect(() => viewBroadcast(zeros([2, 3]), [3])).toThrow(
      'viewBroadcast: [2,3] does not broadcast to [3].',
    );
    expect(() => viewBroadcast(zeros([2]), [3])).toThrow('viewBroadcast: [2] does not broadcast to [3].');
    expect(() => viewBroadcast(zeros([3]), [1])).toThrow('viewBroadcast: [3] does not broadcast to [1].');
    expect(() => viewBroadcast(zeros([1]), [-1])).toThrow(
      'viewBroadcast: a shape holds whole numbers >= 0, got [-1].',
    );
  });
});

describe('viewReshape', () => {
  it('keeps the elements in their order', () => {
    const x = viewSlice(counting([4, 6]), 0, 1, 3);
    const y = viewReshape(x, [3, 4]);
    expect(y.storage).toBe(x.storage);
    expect([...y.toArray()]).toEqual([...x.toArray()]);
    expect(y.toNested()).toEqual([
      [6, 7, 8, 9],
      [10, 11, 12, 13],
      [14, 15, 16, 17],
    ]);
  });

  it('computes the one length given as -1', () => {
    expect(viewReshape(zeros([2, 6]), [3, -1]).shape).toEqual([3, 4]);
    expect(viewReshape(zeros([]), [-1]).shape).toEqual([1]);
    expect(viewReshape(zeros([0, 3]), [-1, 3]).shape).toEqual([0, 3]);
  });

  it('refuses another number of elements', () => {
    expect(() => viewReshape(zeros([2, 3]), [4])).toThrow(
      'viewReshape: [2,3] with 6 elements does not become [4].',
    );
    expect(() => viewReshape(zeros([2, 3]), [4, -1])).toThrow(
      'viewReshape: [2,3] with 6 elements does not become [4,-1].',
    );
    expect(() => viewReshape(zeros([2, 3]), [-1, -1])).toThrow(
      'viewReshape: [2,3] with 6 elements does not become [-1,-1].',
    );
    expect(() => viewReshape(zeros([0]), [0, -1])).toThrow(
      'viewReshape: [0] with 0 elements does not become [0,-1].',
    );
    expect(() => viewReshape(zeros([6]), [-2, -3])).toThrow(
      'viewReshape: a shape holds whole numbers >= 0, got [-2,-3].',
    );
    expect(() => viewReshape(zeros([6]), [-1, -2])).toThrow(
      'viewReshape: a shape holds whole numbers >= 0, got [-3,-2].',
    );
  });

  it('refuses a view with holes', () => {
    expect(() => viewReshape(viewTranspose(zeros([2, 3])), [6])).toThrow(
      'viewReshape: a view with holes has no other shape without a copy: [3,2].',
    );
  });
});

describe('a copy', () => {
  it('is made on the back end of its tensor, whatever the current one is', () => {
    const backend = createReferenceBackend();
    const x = withBackend(backend, () =>
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    const copies = [cast(x, 'f64'), contiguous(viewTranspose(x))];
    expect(copies.map((copy) => copy.storage.backend === backend)).toEqual([true, true]);
    expect(copies.map((copy) => [...copy.toArray()])).toEqual([
      [1, 2, 3, 4],
      [1, 3, 2, 4],
    ]);
  });
});

describe('an empty view', () => {
  it('has the offset of its tensor: past the last element there may be no memory', () => {
    const empty = viewSlice(zeros([0, 4]), 1, 3);
    expect([empty.shape, empty.offset]).toEqual([[0, 1], 0]);
    expect(viewSlice(viewSlice(zeros([4]), 0, 1), 0, 3).offset).toBe(1);
    expect(empty.data()).toHaveLength(0);
  });
});

describe('contiguous', () => {
  it('is the tensor itself when it has no holes', () => {
    const x = zeros([2, 3]);
    expect(contiguous(x)).toBe(x);
  });

  it('is a row-major copy of a view', () => {
    const x = counting([2, 3]);
    const y = contiguous(viewTranspose(x));
    expect(y.contiguous).toBe(true);
    expect(y.storage).not.toBe(x.storage);
    expect([...y.toArray()]).toEqual([0, 3, 1, 4, 2, 5]);
  });
});
