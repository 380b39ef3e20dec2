import { ones } from '@regopt/tensor';
import fc from 'fast-check';
import { anyShape, describeOp } from '../testing/index.ts';
import { type ClampOptions, clamp } from './clamp.ts';

// Bounds between multiples of 1/1024, which all generated values are: no value lies on a kink.
const low = -0.50048828125;
const high = 0.75048828125;

describeOp<ClampOptions>('clamp', {
  op: ([x], options) => clamp(x!, options),
  cases: fc
    .tuple(
      anyShape(),
      fc.constantFrom<ClampOptions>({ min: low }, { max: high }, { min: low, max: high }, {}),
    )
    .map(([shape, options]) => ({ shapes: [shape], options })),
  always: [
    { shapes: [[0]], options: { min: low } },
    { shapes: [[]], options: { max: high } },
  ],
  errors: [
    [
      'refuses bounds the wrong way round',
      () => clamp(ones([1]), { min: 2, max: 1 }),
      'clamp: needs min <= max, got 2 and 1.',
    ],
  ],
});
