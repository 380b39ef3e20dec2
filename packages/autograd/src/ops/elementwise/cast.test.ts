import { DTypeError, type Tensor, tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { gradcheck } from '../../gradcheck.ts';
import { parameter } from '../../parameter.ts';
import { sum } from '../reduce/sum.ts';
import { cast } from './cast.ts';
import { mul } from './mul.ts';
import { square } from './square.ts';

describe('cast', () => {
  it('passes the gradient on, in the dtype of its input', () => {
    const w = parameter(tensor([1.5, -2]));
    const wide = cast(w, 'f64');
    expect([wide.dtype, wide.toNested()]).toEqual(['f64', [1.5, -2]]);
    const gradient = backward(sum(square(wide))).get(w)!;
    expect([gradient.dtype, gradient.toNested()]).toEqual(['f32', [3, -4]]);
    expect(cast(w, 'f32')).toBe(w);
  });

  it('has the gradient that central differences give, and a second one', () => {
    const of = (x: Tensor) => sum(mul(cast(x, 'f64'), square(x)));
    gradcheck(of, [tensor([0.5, -1.25, 3], { dtype: 'f64' })]);
    const w = parameter(tensor([2]));
    const first = backward(sum(square(square(cast(w, 'f64')))), { createGraph: true }).get(w)!;
    expect(backward(sum(first)).get(w)!.item()).toBe(48);
  });

  it('converts integers as cast of tensor does, without a gradient', () => {
    const y = cast(parameter(tensor([1.9])), 'i32', { rounding: 'truncate' });
    expect([y.dtype, y.toNested(), y.requiresGrad]).toEqual(['i32', [1], false]);
    expect(cast(tensor([3], { dtype: 'u8' }), 'f32').toNested()).toEqual([3]);
    expect(() => cast(tensor([1.9]), 'i32')).toThrow(ValueError);
    expect(() => cast(tensor([1]), 'f16' as 'f32')).toThrow(DTypeError);
  });
});
