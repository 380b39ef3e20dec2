import { ones, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { anyShape, describeOp } from '../../testing/index.ts';
import { type PadOptions, pad } from './pad.ts';

describeOp<PadOptions>('pad', {
  op: ([x], options) => pad(x!, options),
  cases: anyShape().chain((shape) => {
    const counts = fc.array(fc.integer({ min: 0, max: 2 }), {
      minLength: shape.length,
      maxLength: shape.length,
    });
    return fc
      .tuple(counts, counts, fc.constantFrom(0, -1.5))
      .map(([before, after, value]) => ({ shapes: [shape], options: { before, after, value } }));
  }),
  always: [
    { shapes: [[0]], options: { before: [1], after: [0] } },
    { shapes: [[]], options: { before: [], after: [] } },
  ],
  errors: [
    [
      'refuses counts that do not fit the axes',
      () => pad(ones([2, 3]), { before: [1], after: [-1, 0] }),
      'pad: needs a count >= 0 for each axis of [2,3], got before [1] and after [-1,0].',
    ],
  ],
});

describe('pad', () => {
  it('uses its counts of the call in the gradient, even if the arrays change later', () => {
    const w = parameter(ones([2]));
    const [before, after] = [[1], [2]];
    const y = pad(w, { before, after });
    before[0] = 3;
    after[0] = 0;
    const gradient = tensor([1, 2, 3, 4, 5]);
    expect([...backward(y, { gradient }).get(w)!.toArray()]).toEqual([2, 3]);
  });
});
