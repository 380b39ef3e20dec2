import { createGenerator, ones, scope, type Tensor } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { describeDropoutGoldens } from '../../testing/describe-dropout-goldens.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { anyShape, describeOp } from '../../testing/index.ts';
import { dropout } from './dropout.ts';
import { dropoutChannels } from './dropout-channels.ts';

const drop = (x: Tensor, probability: number): Tensor =>
  dropoutChannels(x, { probability, generator: createGenerator(11) });

describeOp<{ probability: number }>('dropoutChannels', {
  op: ([x], { probability }) => drop(x!, probability),
  cases: fc
    .tuple(anyShape({ minRank: 2 }), fc.constantFrom(0, 0.25, 0.5, 1))
    .map(([shape, probability]) => ({ shapes: [shape], options: { probability } })),
  // Its golden cases need a seed and a draw: see below.
  golden: false,
  always: [
    { shapes: [[0, 2, 3]], options: { probability: 0.5 } },
    { shapes: [[1, 1]], options: { probability: 0.5 } },
    { shapes: [[3, 7, 2, 2]], options: { probability: 0.3 } },
  ],
  errors: [
    [
      'refuses a probability above 1',
      () => drop(ones([2, 2]), 1.5),
      'dropoutChannels: probability lies in 0..1, got 1.5.',
    ],
    [
      'refuses x without channels',
      () => drop(ones([2]), 0.5),
      'dropoutChannels: needs x [N, C, ...], got [2].',
    ],
  ],
});

describeDropoutGoldens('dropoutChannels', dropoutChannels);

describe('dropoutChannels', () => {
  it('drops whole channels, with probability p', () => {
    scope(() => {
      const [planes, inner] = [8_000, 5];
      const values = drop(ones([planes / 4, 4, inner]), 0.3).toArray();
      let kept = 0;
      for (let plane = 0; plane < planes; plane++) {
        const own = values.slice(plane * inner, (plane + 1) * inner);
        expect(new Set(own).size).toBe(1);
        if (own[0] !== 0) kept++;
      }
      expect(Math.abs(kept / planes - 0.7)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / planes));
    });
  });

  it('drops the channels that dropout of one element each would drop', () => {
    scope(() => {
      const single = dropout(ones([6, 7]), { probability: 0.4, generator: createGenerator(11) });
      expectClose(drop(ones([6, 7, 1]), 0.4), { shape: [6, 7, 1], data: single.toArray() });
    });
  });

  it('drops the same channels backward as forward', () => {
    scope(() => {
      const x = ones([3, 5, 4]);
      x.requiresGrad = true;
      const y = drop(x, 0.3);
      expectClose(backward(y, { gradient: ones([3, 5, 4]) }).get(x)!, y);
    });
  });

  it('takes views', () => {
    expectTakesViews((x) => drop(x, 0.5), [4, 5, 2]);
  });
});
