import { describe, expect, it } from 'vitest';
import { sizeOf } from '../shape/shape.ts';
import { viewSlice, viewTranspose } from '../shape/view.ts';
import { assign } from './assign.ts';
import { arange, zeros } from './create.ts';

describe('assign', () => {
  it('writes host values in row-major order', () => {
    const x = zeros([2, 2]);
    assign(x, [1, 2, 3, 4]);
    assign(x, new Float64Array([5, 6, 7, 8]));
    expect([...x.toArray()]).toEqual([5, 6, 7, 8]);
  });

  it('refuses a count that is not the size, and views with holes', () => {
    expect(() => assign(zeros([2, 2]), [1])).toThrow(
      'assign: 1 values do not fill shape [2,2], which takes 4.',
    );
    const view = viewTranspose(zeros([2, 3]));
    expect(() => assign(view, new Float32Array(sizeOf(view.shape)))).toThrow(
      'assign: the target [3,2] is a view with holes.',
    );
  });

  it('accepts values in its own memory, as they were before', () => {
    const x = arange(0, 6);
    assign(viewSlice(x, 0, 1), x.data().subarray(0, 5));
    expect([...x.toArray()]).toEqual([0, 0, 1, 2, 3, 4]);
  });
});
