import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../../testing/index.ts';
import { type GeluOptions, gelu } from './gelu.ts';

describeOp<GeluOptions>('gelu', {
  op: ([x], options) => gelu(x!, options),
  cases: fc
    .tuple(anyShape(), fc.constantFrom<GeluOptions>({}, { approximate: 'none' }, { approximate: 'tanh' }))
    .map(([shape, options]) => ({ shapes: [shape], options })),
  always: [
    { shapes: [[0]], options: {} },
    { shapes: [[]], options: { approximate: 'tanh' } },
  ],
  errors: [
    [
      'refuses an unknown approximation',
      () => gelu(ones([1]), { approximate: 'fast' as 'tanh' }),
      "gelu: approximate is 'none' or 'tanh', got 'fast'.",
    ],
  ],
});
