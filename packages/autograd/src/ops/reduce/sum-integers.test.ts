import {
  arange,
  compile,
  createReferenceBackend,
  type DType,
  full,
  ones,
  type Shape,
  scope,
  sizeOf,
  type Tensor,
  tensor,
  viewBroadcast,
  viewSlice,
  viewTranspose,
  withBackend,
} from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameter } from '../../parameter.ts';
import { equal, greater } from '../elementwise/compare.ts';
import { argMax } from './arg-max.ts';
import { mean } from './mean.ts';
import { sum } from './sum.ts';
import { sumTo } from './sum-to.ts';

const i32 = { dtype: 'i32' } as const;
const u8 = { dtype: 'u8' } as const;
const range = { i32: [-(2 ** 31), 2 ** 31 - 1], u8: [0, 255] } as const;

/** The sums over the axes, in BigInts, row-major; and the number of elements of each. */
function exactSums(values: readonly number[], shape: Shape, axes: readonly number[]) {
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  const sums = new Array<bigint>(sizeOf(kept)).fill(0n);
  values.forEach((value, i) => {
    let place = 0;
    let rest = i;
    let size = values.length;
    shape.forEach((length, axis) => {
      size /= length;
      if (!axes.includes(axis)) place = place * length + Math.floor(rest / size);
      rest %= size;
    });
    sums[place]! += BigInt(value);
  });
  return { kept, sums, count: sizeOf(shape.filter((_, axis) => axes.includes(axis))) };
}

describe('sum of integers', () => {
  it('is exact and f64, of masks too', () => {
    scope(() => {
      const total = sum(greater(ones([300]), 0));
      expect(total.dtype).toBe('f64');
      expect(total.item()).toBe(300);
      expect(sum(tensor([200, 100], u8)).item()).toBe(300);
      expect(sum(tensor([2147483647, 1], i32)).item()).toBe(2147483648);
      expect(sum(tensor([-2147483648, -1], i32)).item()).toBe(-2147483649);
      expect(sum(tensor(7, u8)).item()).toBe(7);
    });
  });

  it.each(['u8', 'i32'] as const)('equals that of BigInts over any axes of any shape, in %s', (dtype) => {
    const [min, max] = range[dtype];
    const value = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
    const calls = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axes: fc.subarray(shape.map((_, axis) => axis)),
        keepDims: fc.boolean(),
        values: fc.array(value, { minLength: sizeOf(shape), maxLength: sizeOf(shape) }),
      }),
    );
    fc.assert(
      fc.property(calls, ({ shape, axes, keepDims, values }) =>
        scope(() => {
          const x = tensor(values, { shape, dtype });
          const { kept, sums, count } = exactSums(values, shape, axes);
          const shapeOfResult = keepDims
            ? shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
            : kept;
          const total = sum(x, { axis: axes, keepDims });
          expect([total.dtype, total.shape]).toEqual(['f64', shapeOfResult]);
          expect([...total.toArray()]).toEqual(sums.map(Number));
          const average = mean(x, { axis: axes, keepDims });
          expect([average.dtype, average.shape]).toEqual(['f32', shapeOfResult]);
          expect([...average.toArray()]).toEqual(sums.map((each) => Math.fround(Number(each) / count)));
        }),
      ),
      { seed: 20_270_101 },
    );
  });

  it('accepts views: transposed, sliced and repeated', () => {
    scope(() => {
      const x = tensor(
        [
          [250, 251, 252],
          [253, 254, 255],
        ],
        u8,
      );
      expect(sum(viewTranspose(x), { axis: 0 }).toNested()).toEqual([753, 762]);
      expect(sum(viewSlice(x, 1, 0, 3, 2), { axis: 1 }).toNested()).toEqual([502, 508]);
      expect(sum(viewBroadcast(tensor([200], u8), [5, 3])).item()).toBe(3000);
    });
  });

  it('stays exact over a million elements', () => {
    scope(() => {
      const n = 2 ** 20;
      expect(sum(full([n], 255, u8)).item()).toBe(n * 255);
      expect(sum(full([n], 2147483647, i32)).item()).toBe(n * 2147483647);
      expect(sum(arange(0, n, 1, i32)).item()).toBe((n * (n - 1)) / 2);
      expect(mean(greater(arange(0, n), n / 4 - 1)).item()).toBe(0.75);
    });
  });

  it('refuses a sum above 2^53, where f64 has gaps, but not one that only exceeds it on the way', () => {
    scope(() => {
      const n = 2 ** 22 + 3;
      const many = viewBroadcast(tensor([2147483647], i32), [n]);
      expect(() => sum(many)).toThrow(
        "sum: about 9007205692997628 passes 2^53. Sum cast(x, 'f64') to have it rounded.",
      );
      const there = viewBroadcast(tensor([[2147483647], [-2147483647]], i32), [2, n]);
      expect(sum(there).item()).toBe(0);
      expect(mean(many).item()).toBe(2147483648);
    });
  });

  it('returns f64 also for sumTo and an empty list of axes', () => {
    scope(() => {
      const x = tensor(
        [
          [200, 100],
          [1, 2],
        ],
        u8,
      );
      expect(sumTo(x, [2]).toNested()).toEqual([201, 102]);
      for (const same of [sumTo(x, [2, 2]), sum(x, { axis: [] })]) {
        expect(same.dtype).toBe('f64');
        expect(same.toNested()).toEqual([
          [200, 100],
          [1, 2],
        ]);
      }
    });
  });

  it('is 0 for no elements, and their mean is NaN', () => {
    scope(() => {
      for (const dtype of ['u8', 'i32'] as DType[]) {
        const nothing = tensor([], { dtype, shape: [2, 0] });
        expect(sum(nothing, { axis: 1 }).toNested()).toEqual([0, 0]);
        expect(mean(nothing, { axis: 1 }).toNested()).toEqual([NaN, NaN]);
        expect(sum(nothing).item()).toBe(0);
      }
    });
  });

  it('is on the back end of the integers', () => {
    scope(() => {
      const elsewhere = createReferenceBackend();
      const x = withBackend(elsewhere, () => tensor([200, 100], u8));
      expect(sum(x).storage.backend).toBe(elsewhere);
      expect(mean(x, { axis: 0 }).item()).toBe(150);
    });
  });
});

describe('mean of integers', () => {
  it('is the accuracy of equal labels, in a captured step too', () => {
    const accuracy = (logits: Tensor, labels: Tensor) => mean(equal(argMax(logits), labels));
    const step = compile((logits: Tensor, labels: Tensor) => [
      accuracy(logits, labels),
      sum(equal(argMax(logits), labels)),
    ]);
    scope(() => {
      for (let right = 0; right <= 400; right += 50) {
        const labels = tensor(
          Array.from({ length: 400 }, (_, row) => (row < right ? 1 : 0)),
          i32,
        );
        const logits = viewBroadcast(tensor([0, 2, 1]), [400, 3]);
        expect(accuracy(logits, labels).item()).toBe(Math.fround(right / 400));
        const [share, count] = step(logits, labels);
        expect([share!.item(), count!.item()]).toEqual([Math.fround(right / 400), right]);
      }
    });
    step.dispose();
  });

  it('has no gradient, since integers cannot be parameters', () => {
    expect(() => parameter(tensor([1], i32))).toThrow('parameter: needs f32 or f64, got i32.');
    expect(mean(tensor([1, 2], i32)).requiresGrad).toBe(false);
  });
});
