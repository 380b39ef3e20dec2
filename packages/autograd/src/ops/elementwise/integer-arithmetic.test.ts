import { scope, type Tensor, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { max } from '../reduce/max.ts';
import { sum } from '../reduce/sum.ts';
import { pad } from '../shape/pad.ts';
import { abs } from './abs.ts';
import { add } from './add.ts';
import { clamp } from './clamp.ts';
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from './compare.ts';
import { div } from './div.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pow } from './pow.ts';
import { relu } from './relu.ts';
import { square } from './square.ts';
import { sub } from './sub.ts';
import { where } from './where.ts';

const dtypes = ['u8', 'i32'] as const;
type Integer = (typeof dtypes)[number];
const i32 = { dtype: 'i32' } as const;
const u8 = { dtype: 'u8' } as const;

const whole = (dtype: Integer): fc.Arbitrary<number> => {
  const [min, max] = dtype === 'u8' ? [0, 255] : [-(2 ** 31), 2 ** 31 - 1];
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, min + 1, max - 1, 0, 1));
};
const wrap = (dtype: Integer, value: bigint): number =>
  Number(dtype === 'u8' ? BigInt.asUintN(8, value) : BigInt.asIntN(32, value));
const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

const binary: Readonly<Record<string, [(a: Tensor, b: Tensor) => Tensor, (a: bigint, b: bigint) => bigint]>> =
  {
    add: [add, (a, b) => a + b],
    sub: [sub, (a, b) => a - b],
    mul: [mul, (a, b) => a * b],
    maximum: [maximum, (a, b) => BigInt(Math.max(Number(a), Number(b)))],
    minimum: [minimum, (a, b) => BigInt(Math.min(Number(a), Number(b)))],
  };
const unary: Readonly<Record<string, [(x: Tensor) => Tensor, (x: bigint) => bigint]>> = {
  neg: [neg, (x) => -x],
  abs: [abs, magnitude],
  square: [square, (x) => x * x],
  relu: [relu, (x) => (x > 0n ? x : 0n)],
};
const comparisons = {
  greater: [greater, (a: number, b: number) => a > b],
  greaterEqual: [greaterEqual, (a: number, b: number) => a >= b],
  less: [less, (a: number, b: number) => a < b],
  lessEqual: [lessEqual, (a: number, b: number) => a <= b],
  equal: [equal, (a: number, b: number) => a === b],
  notEqual: [notEqual, (a: number, b: number) => a !== b],
} as const;

describe.each(dtypes)('arithmetic of %s', (dtype) => {
  const pairs = fc.array(fc.tuple(whole(dtype), whole(dtype)), { maxLength: 20 });

  it.each(Object.entries(binary))(
    '%s equals that of BigInts modulo 2^bits of the dtype',
    (_, [op, exact]) => {
      fc.assert(
        fc.property(pairs, (values) =>
          scope(() => {
            const [a, b] = [0, 1].map((side) => values.map((pair) => pair[side]!));
            const y = op(tensor(a!, { dtype }), tensor(b!, { dtype }));
            expect(y.dtype).toBe(dtype);
            expect([...y.toArray()]).toEqual(
              values.map(([x, z]) => wrap(dtype, exact(BigInt(x), BigInt(z)))),
            );
          }),
        ),
        { seed: 20_270_102 },
      );
    },
  );

  it.each(Object.entries(unary))('%s equals that of BigInts modulo 2^bits of the dtype', (_, [op, exact]) => {
    fc.assert(
      fc.property(fc.array(whole(dtype), { maxLength: 20 }), (values) =>
        scope(() => {
          const y = op(tensor(values, { dtype }));
          expect(y.dtype).toBe(dtype);
          expect([...y.toArray()]).toEqual(values.map((x) => wrap(dtype, exact(BigInt(x)))));
        }),
      ),
      { seed: 20_270_103 },
    );
  });

  it('pow equals that of BigInts modulo 2^bits of the dtype', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(whole(dtype), fc.integer({ min: 0, max: 70 })), { maxLength: 20 }),
        (values) =>
          scope(() => {
            const bases = tensor(
              values.map(([base]) => base),
              { dtype },
            );
            const exponents = tensor(
              values.map(([, exponent]) => exponent),
              { dtype },
            );
            expect([...pow(bases, exponents).toArray()]).toEqual(
              values.map(([base, exponent]) => wrap(dtype, BigInt(base) ** BigInt(exponent))),
            );
          }),
      ),
      { seed: 20_270_104 },
    );
  });

  it.each(Object.entries(comparisons))('%s is exact beside any number and any dtype', (_, [op, holds]) => {
    const number = fc.oneof(
      whole(dtype),
      fc.double(),
      fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 300, -1, 3e9),
    );
    fc.assert(
      fc.property(whole(dtype), number, (value, limit) =>
        scope(() => {
          const x = tensor([value], { dtype });
          expect(op(x, limit).item()).toBe(Number(holds(value, limit)));
          expect(op(limit, x).item()).toBe(Number(holds(limit, value)));
          for (const other of ['f32', 'f64'] as const) {
            const y = tensor([limit], { dtype: other });
            expect(op(x, y).item()).toBe(Number(holds(value, y.item())));
            expect(op(y, x).item()).toBe(Number(holds(y.item(), value)));
          }
        }),
      ),
      { seed: 20_270_105 },
    );
  });

  it('max is exact', () => {
    expect(max(tensor(dtype === 'u8' ? [254, 255, 1] : [2147483646, 2147483647, -1], { dtype })).item()).toBe(
      dtype === 'u8' ? 255 : 2147483647,
    );
  });
});

describe('a number beside integers', () => {
  it('is not truncated: the result is f32, as in PyTorch', () => {
    const x = tensor([4, 6], i32);
    const half = mul(x, 0.5);
    expect([half.dtype, half.toNested()]).toEqual(['f32', [2, 3]]);
    expect(sub(tensor([1], u8), 0.5).toNested()).toEqual([0.5]);
    expect(maximum(x, 4.5).toNested()).toEqual([4.5, 6]);
    expect(minimum(Number.POSITIVE_INFINITY, x).toNested()).toEqual([4, 6]);
    expect(where(greater(x, 5), x, 0.5).toNested()).toEqual([0.5, 6]);
    expect(pow(x, 0.5).toNested()).toEqual([2, Math.fround(Math.sqrt(6))]);
    expect(pow(2.5, tensor([4], i32)).toNested()).toEqual([39.0625]);
  });

  it('is compared without rounding', () => {
    expect(less(tensor([0, 1], i32), 0.5).toNested()).toEqual([1, 0]);
    expect(equal(tensor(0, i32), Number.NaN).item()).toBe(0);
    expect(less(tensor([1, 200], u8), 300).toNested()).toEqual([1, 1]);
    expect(equal(tensor([16777217], i32), tensor([16777216])).toNested()).toEqual([0]);
  });

  it('must be in the range of the dtype', () => {
    const x = tensor([1, 200], u8);
    expect(() => add(x, 300)).toThrow('add: 300 is no u8, a whole number in 0..255.');
    expect(() => where(greater(x, 5), x, -1)).toThrow('where: -1 is no u8, a whole number in 0..255.');
    expect(() => maximum(tensor([1], i32), 3e9)).toThrow(
      'maximum: 3000000000 is no i32, a whole number in -2147483648..2147483647.',
    );
    expect(() => pad(x, { before: [0], after: [1], value: 0.5 })).toThrow(
      'pad: 0.5 is no u8, a whole number in 0..255.',
    );
  });
});

describe('clamp of integers', () => {
  it('is f32 if a bound is a fraction, as in PyTorch', () => {
    const y = clamp(tensor([1, 4], i32), { min: 2.7 });
    expect([y.dtype, y.toNested()]).toEqual(['f32', [Math.fround(2.7), 4]]);
  });

  it('keeps the dtype for whole bounds, even outside its range', () => {
    const y = clamp(tensor([-5, 4, 2147483647], i32), { min: -1, max: 3e9 });
    expect([y.dtype, y.toNested()]).toEqual(['i32', [-1, 4, 2147483647]]);
    expect(clamp(tensor([1, 200], u8), { min: -1, max: 300 }).toNested()).toEqual([1, 200]);
    expect(clamp(tensor([1, 200], u8), { min: 2 }).toNested()).toEqual([2, 200]);
  });

  it('refuses bounds that exclude the whole dtype', () => {
    expect(() => clamp(tensor([1], u8), { min: 300 })).toThrow(
      'clamp: 300 is no u8, a whole number in 0..255.',
    );
    expect(() => clamp(tensor([1], u8), { max: -1 })).toThrow('clamp: -1 is no u8');
    expect(() => clamp(tensor([1], i32), { min: Number.POSITIVE_INFINITY })).toThrow(
      'clamp: Infinity is no i32',
    );
  });
});

describe('div of integers', () => {
  it('is true division in f32, as in PyTorch', () => {
    for (const dtype of dtypes) {
      const y = div(tensor([3, 4], { dtype }), tensor([2, 8], { dtype }));
      expect([y.dtype, y.toNested()]).toEqual(['f32', [1.5, 0.5]]);
    }
    expect(div(tensor([200], u8), 300).toNested()).toEqual([Math.fround(200 / 300)]);
    expect(div(1, tensor([0, 4], i32)).toNested()).toEqual([Number.POSITIVE_INFINITY, 0.25]);
    expect(div(tensor([1], u8), tensor([4], { dtype: 'f64' })).dtype).toBe('f64');
  });
});

describe('pow of integers', () => {
  it('accepts negative exponents in a tensor, rounded towards 0, but no negative number, as PyTorch', () => {
    const powers = pow(tensor([0, 1, -1, -1, 2], i32), tensor([-1, -1, -1, -2, -1], i32));
    expect(powers.toNested()).toEqual([0, 1, -1, 1, 0]);
    expect(() => pow(tensor([2], i32), -1)).toThrow(
      'pow: i32 to the power of -1 gives fractions. Use cast().',
    );
  });
});

describe('large products', () => {
  it('keep their low bits', () => {
    expect(square(tensor(123456789, i32)).item()).toBe(-1757895751);
    expect(mul(tensor([2147483647], i32), tensor([2147483647], i32)).item()).toBe(1);
    expect(mul(tensor([123456789], i32), 987654321).item()).toBe(-67153019);
  });
});

describe('integers beside floats', () => {
  it('weigh a loss as in PyTorch: a mask times it, and its sum over the count of the mask', () => {
    scope(() => {
      const losses = parameter(tensor([1, 2, 3, 4]));
      const mask = greater(losses, 2);
      const average = div(sum(mul(losses, mask)), sum(mask));
      expect(average.item()).toBe(3.5);
      const gradient = backward(average).get(losses)!;
      expect([gradient.dtype, gradient.toNested()]).toEqual(['f32', [0, 0, 0.5, 0.5]]);
    });
  });

  it('weigh a loss row by row, with the gradient in the dtype of the losses', () => {
    scope(() => {
      const losses = parameter(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      );
      const mask = greater(losses, 1);
      const averages = div(sum(mul(losses, mask), { axis: 1 }), sum(mask, { axis: 1 }));
      expect(averages.toNested()).toEqual([2, 3.5]);
      const gradient = backward(sum(averages)).get(losses)!;
      expect([gradient.dtype, gradient.toNested()]).toEqual([
        'f32',
        [
          [0, 1],
          [0.5, 0.5],
        ],
      ]);
    });
  });
});
