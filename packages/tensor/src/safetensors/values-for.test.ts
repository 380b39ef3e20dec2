import { expect, it } from 'vitest';
import { tensor } from '../tensor/create.ts';
import { valuesFor } from './values-for.ts';

const target = tensor([0, 0]);

it('converts what is to be loaded to the dtype of its tensor, and copies no array that has it', () => {
  const [f32, f64] = [Float32Array.of(1, 2), Float64Array.of(1, 2)];
  expect(valuesFor('load: w', target, f32)).toBe(f32);
  expect(valuesFor('load: w', target, { dtype: 'f64', shape: [2], data: f64 })).toEqual(f32);
  expect(valuesFor('load: w', target, tensor(f64))).toEqual(f32);
});

it('refuses another number of values, and a number that the dtype does not hold', () => {
  expect(() => valuesFor('load: w', target, Float32Array.of(1))).toThrow(
    'load: w has 1 values, its shape takes 2.',
  );
  expect(() => valuesFor('load: w', target, Float64Array.of(1, 1e300))).toThrow('load: w: ');
});
