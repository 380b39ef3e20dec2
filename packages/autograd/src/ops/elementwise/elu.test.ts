import { ones, scope, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyShape, awayFromZero, describeOp } from '../../testing/index.ts';
import { type EluOptions, elu } from './elu.ts';

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
