import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, awayFromZero, describeOp } from '../../testing/index.ts';
import { type LeakyReluOptions, leakyRelu } from './leaky-relu.ts';

describeOp<LeakyReluOptions>('leakyRelu', {
  op: ([x], options) => leakyRelu(x!, options),
  cases: fc
    .tuple(anyShape(), fc.constantFrom(0, 0.01, 0.5, -1))
    .map(([shape, slope]) => ({ shapes: [shape], options: { slope } })),
  always: [
    { shapes: [[0]], options: {} },
    { shapes: [[]], options: {} },
  ],
  domain: [awayFromZero],
  errors: [
    [
      'refuses a slope that is not finite',
      () => leakyRelu(ones([1]), { slope: NaN }),
      'leakyRelu: the slope is a finite number, got NaN.',
    ],
    [
      'refuses a slope that is infinite as an f32, for an f32 tensor',
      () => leakyRelu(ones([1]), { slope: -1e39 }),
      'leakyRelu: the slope is a finite number in f32, got -1e+39.',
    ],
  ],
});
