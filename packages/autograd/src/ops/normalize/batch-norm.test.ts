import { ones, scope, tensor, zeros } from '@regopt/tensor';
import { expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { channelCases } from '../../testing/channel-cases.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { describeOp, distinct } from '../../testing/index.ts';
import { sum } from '../reduce/sum.ts';
import { batchNorm } from './batch-norm.ts';

const x = ones([3, 2]);

describeOp<{ epsilon?: number }>('batchNorm', {
  op: ([input, gamma, beta], options) => batchNorm(input!, { gamma, beta, ...options }).output,
  cases: channelCases(),
  always: [
    { shapes: [[2, 0], [0], [0]], options: {} },
    { shapes: [[2, 1], [1], [1]], options: {} },
    { shapes: [[1, 2, 2, 3], [2], [2]], options: {} },
  ],
  domain: [distinct],
  secondDerivative: false,
  errors: [
    [
      'refuses one value per channel',
      () => batchNorm(ones([1, 2])),
      'Expected more than 1 value per channel when training, got input size [1, 2].',
    ],
    [
      'refuses an empty batch',
      () => batchNorm(ones([0, 2, 4])),
      'batchNorm: Expected more than 1 value per channel when training, got input size [0, 2, 4].',
    ],
    ['refuses x without channels', () => batchNorm(ones([3])), 'batchNorm: needs x [N, C, ...], got [3].'],
    [
      'refuses a gamma of another length',
      () => batchNorm(x, { gamma: ones([3]) }),
      'batchNorm: gamma [3] does not fit the 2 channels of x [3,2].',
    ],
    [
      'refuses a beta of another length',
      () => batchNorm(x, { beta: ones([1, 2]) }),
      'batchNorm: beta [1,2] does not fit the 2 channels of x [3,2].',
    ],
    [
      'refuses dtypes that differ',
      () => batchNorm(x, { gamma: ones([2], { dtype: 'f64' }) }),
      'batchNorm: dtypes differ: f32, f64. Use cast().',
    ],
    [
      'refuses a negative epsilon',
      () => batchNorm(x, { epsilon: -1 }),
      'batchNorm: epsilon is a number >= 0, got -1.',
    ],
    [
      'has no second derivative and says so',
      () => {
        const input = tensor([[1], [2], [4]]);
        input.requiresGrad = true;
        const { output } = batchNorm(input);
        const gradient = tensor([[1], [0], [0]]);
        return backward(sum(backward(output, { gradient, createGraph: true }).get(input)!));
      },
      'batchNorm: its gradient is one fused kernel and has no derivative. ' +
        'Compose it from other ops for second derivatives.',
    ],
  ],
});

describe('batchNorm', () => {
  interface StatisticsCase {
    readonly name: string;
    readonly inputs: { shape: number[]; data: number[] }[];
    readonly statistics: Record<'mean' | 'variance', { shape: number[]; data: number[] }>;
  }

  for (const { name, inputs, statistics } of loadGolden<{ cases: StatisticsCase[] }>('ops/batchNorm').cases) {
    it(`gives PyTorch's mean and biased variance ${name}`, () => {
      scope(() => {
        const [{ shape, data }] = inputs as [(typeof inputs)[0]];
        const own = batchNorm(tensor(data, { shape, dtype: 'f64' })).statistics;
        expect(own.count).toBe(data.length / shape[1]!);
        for (const key of ['mean', 'variance'] as const)
          expectClose(own[key], statistics[key], { relative: 1e-12, absolute: 1e-12 });
      });
    });
  }

  it('takes views', () => {
    expectTakesViews((input) => batchNorm(input, { gamma: tensor([1, 2, 3]) }).output, [4, 3, 5]);
  });

  it('computes its gradients again when the same gradient comes again', () => {
    scope(() => {
      const gamma = tensor([1, 2]);
      const beta = zeros([2]);
      const input = tensor([
        [1, 2],
        [3, 5],
        [6, 4],
      ]);
      const leaves = [input, gamma, beta];
      for (const leaf of leaves) leaf.requiresGrad = true;
      const { output } = batchNorm(input, { gamma, beta });
      const gradient = tensor([
        [1, 0],
        [0, 2],
        [3, 1],
      ]);
      const first = leaves.map((leaf) => backward(output, { gradient }).get(leaf)!.toArray());
      const changed = backward(output, { gradient });
      for (const leaf of leaves) changed.get(leaf)!.data().fill(7);
      const again = backward(output, { gradient });
      expect(leaves.map((leaf) => again.get(leaf)!.toArray())).toEqual(first);
    });
  });
});
