import fc from 'fast-check';
import type { OpCase } from './make-inputs.ts';

/** x [N, C, ...] with at least two values per channel, gamma and beta or neither, and an epsilon. */
export function channelCases(): fc.Arbitrary<OpCase<{ epsilon: number }>> {
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 4 }),
      channels: fc.integer({ min: 0, max: 3 }),
      inner: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
      affine: fc.boolean(),
      epsilon: fc.constantFrom(1e-5, 1e-2, 1),
    })
    .map(({ batch, channels, inner, affine, epsilon }) => {
      const enough = inner.some((length) => length > 1) ? batch : Math.max(batch, 2);
      const x = [enough, channels, ...inner];
      return { shapes: affine ? [x, [channels], [channels]] : [x], options: { epsilon } };
    });
}
