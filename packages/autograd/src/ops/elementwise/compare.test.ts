import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from './compare.ts';

const table = { greater, greaterEqual, less, lessEqual, equal, notEqual };
const meaning = {
  greater: (a: number, b: number) => a > b,
  greaterEqual: (a: number, b: number) => a >= b,
  less: (a: number, b: number) => a < b,
  lessEqual: (a: number, b: number) => a <= b,
  equal: (a: number, b: number) => a === b,
  notEqual: (a: number, b: number) => a !== b,
};

describe.each(Object.keys(table) as (keyof typeof table)[])('%s', (name) => {
  it.each(['f32', 'f64', 'i32'] as const)(
    'compares as JavaScript does and gives a u8 mask, in %s',
    (dtype) => {
      const values = dtype === 'i32' ? [-1, 0, 1, 2] : [-1, 0, 1, NaN];
      const mask = table[name](tensor(values, { dtype, shape: [4, 1] }), tensor(values, { dtype }));
      expect(mask.dtype).toBe('u8');
      expect(mask.shape).toEqual([4, 4]);
      expect([...mask.toArray()]).toEqual(
        values.flatMap((a) => values.map((b) => Number(meaning[name](a, b)))),
      );
    },
  );

  it('accepts a number on either side', () => {
    expect([...table[name](tensor([1, 2]), 1).toArray()]).toEqual(
      [1, 2].map((a) => Number(meaning[name](a, 1))),
    );
    expect([...table[name](1, tensor([1, 2])).toArray()]).toEqual(
      [1, 2].map((b) => Number(meaning[name](1, b))),
    );
  });
});
