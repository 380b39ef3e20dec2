import { describe, expect, it } from 'vitest';
import { copyInto } from './copy.ts';
import { tensor, zeros } from './create.ts';
import { ShapeError } from './errors.ts';
import { viewBroadcast, viewSlice, viewTranspose } from './view.ts';

describe('copyInto', () => {
  it('copies values, following the strides of the source', () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const y = zeros([3, 2]);
    copyInto(y, viewTranspose(x));
    expect([...y.toArray()]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('writes into a view and leaves the rest of its storage', () => {
    const y = zeros([3, 4]);
    copyInto(viewSlice(viewSlice(y, 0, 0, 3, 2), 1, 1, 3), tensor([1, 2, 3, 4], { shape: [2, 2] }));
    expect(y.toNested()).toEqual([
      [0, 1, 2, 0],
      [0, 0, 0, 0],
      [0, 3, 4, 0],
    ]);
  });

  it('writes by the columns of a transposed target', () => {
    const y = zeros([2, 3]);
    copyInto(viewTranspose(y), tensor([1, 2, 3, 4, 5, 6], { shape: [3, 2] }));
    expect([...y.toArray()]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('repeats a broadcast source', () => {
    const y = zeros([2, 3]);
    copyInto(y, viewBroadcast(tensor([1, 2, 3]), [2, 3]));
    expect([...y.toArray()]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('converts the dtype as typed arrays do', () => {
    const bytes = zeros([4], { dtype: 'u8' });
    copyInto(bytes, tensor([1.9, 255, 256, -1]));
    expect([...bytes.toArray()]).toEqual([1, 255, 0, 255]);
    const integers = zeros([3], { dtype: 'i32' });
    copyInto(integers, tensor([-1.9, 2 ** 31, Number.NaN]));
    expect([...integers.toArray()]).toEqual([-1, -(2 ** 31), 0]);
    const floats = zeros([2]);
    copyInto(floats, tensor(new Float64Array([0.1, 1e300])));
    expect([...floats.toArray()]).toEqual([Math.fround(0.1), Number.POSITIVE_INFINITY]);
    const doubles = zeros([2], { dtype: 'f64' });
    copyInto(doubles, tensor(new Int32Array([-5, 2147483647])));
    expect([...doubles.toArray()]).toEqual([-5, 2147483647]);
  });

  it('refuses shapes that differ', () => {
    expect(() => copyInto(zeros([2]), zeros([3]))).toThrow(ShapeError);
    expect(() => copyInto(zeros([2]), zeros([3]))).toThrow('copyInto: shapes differ: [2] and [3].');
  });
});
