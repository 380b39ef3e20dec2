import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { writeOnHost } from '../memory/write-on-host.ts';
import { assign } from '../tensor/assign.ts';
import { copyInto } from '../tensor/copy.ts';
import { arange, empty, full, scalar, tensor, zeros } from '../tensor/create.ts';
import type { DType } from '../tensor/dtype.ts';
import { fullLike } from '../tensor/empty-like.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { narrow } from './narrow.ts';

/** Any double, with extra weight on those near the limits of a dtype. */
const anyDouble = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.integer({ min: -2, max: 258 }),
  fc.constantFrom(-0, 2147483647, 2147483648, -2147483648, -2147483649, 255.5, 3.4028235677973366e38, 1e300),
);

const held: Record<DType, (value: number) => boolean> = {
  f32: () => true,
  f64: () => true,
  i32: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
  u8: (value) => Number.isInteger(value) && value >= 0 && value < 256,
};

describe('narrow', () => {
  const ways: Record<string, (values: number[], dtype: DType) => Tensor> = {
    tensor: (values, dtype) => tensor(values, { dtype }),
    'tensor of a typed array': (values, dtype) => tensor(Float64Array.from(values), { dtype }),
    assign: (values, dtype) => {
      const x = zeros([values.length], { dtype });
      assign(x, values);
      return x;
    },
    copyInto: (values, dtype) => {
      const x = zeros([values.length], { dtype });
      copyInto(x, tensor(values, { dtype: 'f64' }));
      return x;
    },
    writeOnHost: (values, dtype) => {
      const x = empty([values.length], { dtype });
      writeOnHost(x, () => values);
      return x;
    },
  };

  for (const [name, make] of Object.entries(ways)) {
    it(`stores each number, or names the first one outside the dtype: ${name}`, () => {
      const operation = name.split(' ')[0];
      const dtypes = fc.constantFrom<DType>('f32', 'f64', 'i32', 'u8');
      fc.assert(
        fc.property(fc.array(anyDouble), dtypes, (values, dtype) => {
          scope(() => {
            const first = values.findIndex((value) => !held[dtype](value));
            if (first >= 0) {
              const given = Object.is(values[first], -0) ? 0 : values[first];
              expect(() => make(values, dtype)).toThrow(ValueError);
              expect(() => make(values, dtype)).toThrow(
                `${operation}: ${given} at index ${first} is no ${dtype}, `,
              );
              return;
            }
            const expected = dtype === 'f32' ? values.map(Math.fround) : values;
            // Integer dtypes have no -0.
            const zero = dtype === 'f32' || dtype === 'f64' ? -0 : 0;
            expect([...make(values, dtype).toArray()]).toEqual(
              expected.map((value) => (Object.is(value, -0) ? zero : value)),
            );
          });
        }),
        { seed: 1 },
      );
    });
  }

  it('writes nothing if it refuses a value', () => {
    const x = tensor([1, 2], { dtype: 'u8' });
    expect(() => assign(x, [7, 300])).toThrow('assign: 300 at index 1 is no u8, a whole number in 0..255.');
    expect([...x.toArray()]).toEqual([1, 2]);
  });

  it('suggests rounding for a fraction, but not for a number out of range', () => {
    expect(() => tensor([1, 1.7], { dtype: 'i32' })).toThrow(
      'tensor: 1.7 at index 1 is no i32, a whole number in -2147483648..2147483647. ' +
        "Round it first, by cast()'s { rounding }.",
    );
    expect(() => tensor([3e9], { dtype: 'i32' })).toThrow(
      new ValueError('tensor: 3000000000 at index 0 is no i32, a whole number in -2147483648..2147483647.'),
    );
  });

  it('checks the value of full, scalar and similar functions, and each value of arange', () => {
    expect(() => full([2], Number.NaN, { dtype: 'u8' })).toThrow(
      'full: NaN is no u8, a whole number in 0..255.',
    );
    expect(() => scalar(0.5, { dtype: 'i32' })).toThrow('scalar: 0.5 is no i32');
    expect(() => fullLike(zeros([1], { dtype: 'u8' }), -1)).toThrow('fullLike: -1 is no u8');
    expect(() => arange(0, 1, 0.25, { dtype: 'i32' })).toThrow('arange: 0.25 at index 1 is no i32');
    expect(() => arange(250, 260, 1, { dtype: 'u8' })).toThrow('arange: 256 at index 6 is no u8');
    expect(full([1], -0, { dtype: 'i32' }).item()).toBe(0);
    expect(full([1], 1e300).item()).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses values that are not numbers', () => {
    const values = ['1', undefined, 1n] as unknown as number[];
    for (const dtype of ['f32', 'f64', 'i32', 'u8'] as const) {
      expect(() => assign(zeros([3], { dtype }), values)).toThrow(`assign: "1" at index 0 is no ${dtype}, a`);
      expect(() => assign(zeros([2], { dtype }), values.slice(1))).toThrow('assign: undefined at index 0');
      expect(() => full([1], values[0]!, { dtype })).toThrow(`full: "1" is no ${dtype}, a`);
    }
    const big = BigInt64Array.of(1n) as unknown as number[];
    expect(() => assign(zeros([1]), big)).toThrow('assign: 1n at index 0 is no f32, a number.');
  });

  it('rounds a finite number beyond f32 to Infinity, and refuses it on request', () => {
    const values = [1, Number.POSITIVE_INFINITY, 1e39];
    const infinity = Number.POSITIVE_INFINITY;
    expect([...narrow('load', values, new Float32Array(3))]).toEqual([1, infinity, infinity]);
    expect(() => narrow('load', values, new Float32Array(3), 'refuse')).toThrow(
      'load: 1e+39 at index 2 is no f32, a number up to 3.4e38.',
    );
    expect([...narrow('load', [Number.NaN, 1e39], new Float64Array(2), 'refuse')]).toEqual([
      Number.NaN,
      1e39,
    ]);
  });

  it('also writes to the array types of files', () => {
    expect([...narrow('save', [-32768, 32767], new Int16Array(2))]).toEqual([-32768, 32767]);
    expect(() => narrow('save', [32768], new Int16Array(1))).toThrow(
      'save: 32768 at index 0 is no i16, a whole number in -32768..32767.',
    );
  });
});
