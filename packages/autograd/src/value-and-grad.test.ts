import { ones, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { noGrad } from './no-grad.ts';
import { mul } from './ops/elementwise/mul.ts';
import { sum } from './ops/reduce/sum.ts';
import { valueAndGrad } from './value-and-grad.ts';

describe('valueAndGrad', () => {
  it('returns the value and a gradient for each argument, zeros if there is none', () => {
    const { value, gradients } = valueAndGrad((a, _b, c) => sum(mul(a, c)))(
      tensor([1, 2]),
      ones([3]),
      tensor([3, 4]),
    );
    expect(value.item()).toBe(11);
    expect(gradients.map((gradient) => [...gradient.toArray()])).toEqual([
      [3, 4],
      [0, 0, 0],
      [1, 2],
    ]);
  });

  it('returns zeros for a function that ignores its argument', () => {
    expect([...valueAndGrad((_a) => tensor(5))(tensor([1, 2])).gradients[0].toArray()]).toEqual([0, 0]);
  });

  it('returns one gradient per argument, in a tuple type', () => {
    const { gradients } = valueAndGrad((a, b) => sum(mul(a, b)))(tensor([1]), tensor([2]));
    expectTypeOf(gradients).toEqualTypeOf<[Tensor, Tensor]>();
    expect(gradients).toHaveLength(2);
    const inputs: readonly Tensor[] = gradients;
    const any = valueAndGrad((...all: readonly Tensor[]) => sum(all[0] ?? tensor(0)));
    expectTypeOf(any(...inputs).gradients).toEqualTypeOf<Tensor[]>();
  });

  it('does not change the arguments', () => {
    const x = tensor([1]);
    valueAndGrad((a) => sum(a))(x);
    expect(x.requiresGrad).toBe(false);
  });

  it('computes gradients inside noGrad too', () => {
    const { gradients } = noGrad(() => valueAndGrad((a) => sum(mul(a, a)))(tensor([1, 2])));
    expect(gradients[0].toNested()).toEqual([2, 4]);
  });

  it('refuses an asynchronous function by its own name', () => {
    const asynchronous = (async (a: Tensor) => a) as unknown as (a: Tensor) => Tensor;
    expect(() => valueAndGrad(asynchronous)(tensor([1]))).toThrow(
      'valueAndGrad: the function is asynchronous. Recording is switched for one call: await outside of it.',
    );
  });
});
