import { ones, scope, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { anyShape, describeOp } from '../../testing/index.ts';
import { type ClampOptions, clamp } from './clamp.ts';

// Bounds between multiples of 1/1024: all generated values are such multiples, so none is on a kink.
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

it('treats a clamped value as one on the bound, which f32 rounds', () =>
  scope(() => {
    const x = parameter(tensor([0, 0.1, 0.2, 0.3, 0.4]));
    const y = clamp(x, { min: 0.1, max: 0.3 });
    expect([...y.toArray()]).toEqual([0.1, 0.1, 0.2, 0.3, 0.3].map(Math.fround));
    expect([
      ...backward(y, { gradient: ones([5]) })
        .get(x)!
        .toArray(),
    ]).toEqual([0, 0, 1, 0, 0]);
  }));
