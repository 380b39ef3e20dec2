import { fullLike, ones, type Tensor, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { channelCases } from '../../testing/channel-cases.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { describeOp } from '../../testing/index.ts';
import { normalizeChannels } from './normalize-channels.ts';

const running = (x: Tensor) => ({
  mean: fullLike(x, 0.375, [x.shape[1]!]),
  variance: fullLike(x, 1.75, [x.shape[1]!]),
});
const statistics = { mean: ones([2]), variance: ones([2]) };

describeOp<{ epsilon?: number }>('normalizeChannels', {
  op: ([x, gamma, beta], options) => normalizeChannels(x!, running(x!), { gamma, beta, ...options }),
  cases: channelCases(),
  golden: false,
  always: [
    { shapes: [[0, 2], [2], [2]], options: {} },
    { shapes: [[2, 0], [0], [0]], options: {} },
    { shapes: [[1, 1], [1], [1]], options: {} },
    { shapes: [[2, 3, 1, 2], [3], [3]], options: {} },
  ],
  errors: [
    [
      'refuses x without channels',
      () => normalizeChannels(ones([2]), statistics),
      'normalizeChannels: needs x [N, C, ...], got [2].',
    ],
    [
      'refuses statistics of another length',
      () => normalizeChannels(ones([2, 3]), statistics),
      'normalizeChannels: mean [2] does not fit the 3 channels of x [2,3].',
    ],
    [
      'refuses an epsilon that is no number',
      () => normalizeChannels(ones([2, 2]), statistics, { epsilon: Number.NaN }),
      'normalizeChannels: epsilon is a number >= 0, got NaN.',
    ],
  ],
});

it('normalizeChannels gives gamma (x - mean) / sqrt(variance + epsilon) + beta', () => {
  const x = tensor([[3, 5]], { dtype: 'f64' });
  const given = { mean: tensor([1, 1], { dtype: 'f64' }), variance: tensor([3, 15], { dtype: 'f64' }) };
  const y = normalizeChannels(x, given, {
    gamma: tensor([2, 4], { dtype: 'f64' }),
    beta: tensor([10, 20], { dtype: 'f64' }),
    epsilon: 1,
  });
  expect(y.toNested()).toEqual([[12, 24]]);
});

it('normalizeChannels takes views', () => {
  expectTakesViews((x) => normalizeChannels(x, running(x)), [4, 3, 5]);
});
