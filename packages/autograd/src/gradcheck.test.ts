import { createGenerator, normal, ones, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { gradcheck } from './gradcheck.ts';
import { exp } from './ops/elementwise/exp.ts';
import { mul } from './ops/elementwise/mul.ts';
import { matmul } from './ops/product/matmul.ts';
import { record } from './tape.ts';

const x = () => tensor([0.5, -1], { dtype: 'f64' });
/** e^x with a gradient that is wrong by a factor of 1.001. */
const wrong = (input: Tensor) =>
  record('wrong', exp(tensor(input.toArray())), [input], [(dy) => mul(mul(dy, exp(input)), 1.001)]);
/** The right value and gradient for the first element, no gradient for the second. */
const half = (input: Tensor) =>
  record(
    'half',
    exp(tensor(input.toArray())),
    [input],
    [(dy) => mul(mul(dy, exp(input)), tensor([1, 0], { dtype: 'f64' }))],
  );
const direction = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i + 1));

describe('gradcheck', () => {
  it('accepts correct gradients, in full and along random directions', () => {
    gradcheck((a) => exp(a!), [x()]);
    gradcheck((a) => exp(a!), [x()], { mode: 'projection', direction });
  });

  it('compares large tensors along random directions at the cost of two evaluations', () => {
    const large = normal([40, 50], createGenerator(1), { dtype: 'f64' });
    let calls = 0;
    const f = (a: Tensor) => {
      calls++;
      return matmul(a, ones([50, 30], { dtype: 'f64' }));
    };
    gradcheck((a) => f(a!), [large], { mode: 'projection', direction });
    expect(calls).toBe(3);
  });

  it('finds a gradient that is wrong by a thousandth, and names the element', () => {
    expect(() => gradcheck((a) => wrong(a!), [x()])).toThrow(
      /^gradcheck: d output\[0\] \/ d input 0 \[2\]\[0\] is 1\.65\d+ by the gradient and 1\.64\d+ by differences/,
    );
    expect(() => gradcheck((a) => wrong(a!), [x()], { mode: 'projection', direction })).toThrow(
      'gradcheck: the projected derivative by input 0 [2]',
    );
  });

  it('finds a gradient that is missing', () => {
    expect(() => gradcheck((a) => half(a!), [x()])).toThrow(
      'd output[1] / d input 0 [2][1] is 0 by the gradient',
    );
    expect(() => gradcheck((a) => exp(tensor(a!.toArray())), [x()])).toThrow('is 0 by the gradient');
  });

  it('checks the given inputs', () => {
    gradcheck((a, b) => mul(exp(a!), wrong(b!)), [x(), x()], { inputs: [0] });
    expect(() => gradcheck((a, b) => mul(exp(a!), wrong(b!)), [x(), x()], { inputs: [1] })).toThrow(
      'd input 1',
    );
  });

  it('refuses f32 inputs, whose digits are too few for differences', () => {
    expect(() => gradcheck((a) => exp(a!), [ones([2])])).toThrow(
      'gradcheck: no input is f64; differences need its precision.',
    );
    expect(() => gradcheck((a) => exp(a!), [ones([2])], { inputs: [0] })).toThrow(
      'gradcheck: input 0 is f32, not f64.',
    );
    expect(() => gradcheck((a) => exp(a!), [x()], { mode: 'projection' })).toThrow(
      "gradcheck: mode 'projection' needs the option direction.",
    );
  });
});
