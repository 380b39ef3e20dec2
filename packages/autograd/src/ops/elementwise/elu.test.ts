import { ones, scope, type Tensor, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { anyShape, awayFromZero, describeOp } from '../../testing/index.ts';
import { sum } from '../reduce/sum.ts';
import { type EluOptions, elu } from './elu.ts';
import { square } from './square.ts';

describeOp<EluOptions>('elu', {
  op: ([x], options) => elu(x!, options),
  cases: fc
    .tuple(anyShape(), fc.constantFrom<EluOptions>({}, { alpha: 0 }, { alpha: 0.5 }, { alpha: -2 }))
    .map(([shape, options]) => ({ shapes: [shape], options })),
  always: [
    { shapes: [[0]], options: {} },
    { shapes: [[]], options: { alpha: 2 } },
  ],
  domain: [awayFromZero],
  errors: [
    [
      'refuses integers',
      () => elu(tensor([1], { dtype: 'i32' })),
      'elu: needs f32 or f64, got i32. Use cast().',
    ],
    [
      'refuses an alpha that is not finite',
      () => elu(ones([1]), { alpha: Infinity }),
      'elu: alpha is a finite number, got Infinity.',
    ],
    [
      'refuses an alpha that is infinite as an f32, for an f32 tensor',
      () => elu(ones([1]), { alpha: 1e39 }),
      'elu: alpha is a finite number in f32, got 1e+39.',
    ],
  ],
});

it.each([
  ['f64', 2 ** -52],
  ['f32', 2 ** -22],
] as const)('keeps the digits of small numbers, where e^x is nearly 1, in %s', (dtype, error) =>
  scope(() => {
    const x = [0.3, 1e-2, 1e-4, 1e-6, 1e-9, 1e-14, 1e-30].map((size) => -size);
    const given = tensor(x, { dtype });
    const exact = [...given.toArray()].map(Math.expm1);
    for (const [i, y] of elu(given).toArray().entries())
      expect(Math.abs(y / exact[i]! - 1)).toBeLessThanOrEqual(error);
  }),
);

it.each([
  ['its result', (y: Tensor) => y, [0, 0.5 * Math.exp(-2), 0, 0, 0, 0, 0]],
  ['its square', square, [0, Math.exp(-4) - 0.5 * Math.exp(-2), 0.5, 0.5, 2, Number.NaN, Number.NaN]],
] as const)("has PyTorch's second derivative at 0, infinity and NaN: of %s", (_, of, expected) =>
  scope(() => {
    const x = parameter(tensor([-Infinity, -2, -0, 0, 1.5, Infinity, Number.NaN], { dtype: 'f64' }));
    const first = backward(sum(of(elu(x, { alpha: 0.5 }))), { createGraph: true }).get(x)!;
    const second = backward(sum(first)).get(x)!;
    const close = expected.map((value) => (Number.isNaN(value) ? value : expect.closeTo(value, 14)));
    expect([...second.toArray()]).toEqual(close);
  }),
);
