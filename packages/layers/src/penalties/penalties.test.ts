import { add, backward, mean, parameter, square, sum } from '@regopt/autograd';
import { createGenerator, normal, scope, type Tensor, tensor } from '@regopt/tensor';
import { assertNoLeak, expectClose } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Linear } from '../product/linear.ts';
import { parameters } from '../state/parameters.ts';
import { elasticNetPenalty } from './elastic-net-penalty.ts';
import { l1Penalty } from './l1-penalty.ts';
import { l2Penalty } from './l2-penalty.ts';

const weights = (): Tensor[] => [
  parameter(
    tensor(
      [
        [1, -2],
        [0, 4],
      ],
      { dtype: 'f64' },
    ),
  ),
  parameter(tensor([-0.5], { dtype: 'f64' })),
];

describe('penalties', () => {
  it('sum |w| and w^2 / 2 over all parameters, times their strengths', () =>
    scope(() => {
      expect(l1Penalty(weights(), 0.1).item()).toBeCloseTo(0.75, 12);
      expect(l2Penalty(weights(), 0.1).item()).toBeCloseTo(0.05 * 21.25, 12);
      expect(elasticNetPenalty(weights(), { l1: 0.1, l2: 0.01 }).item()).toBeCloseTo(
        0.75 + 0.005 * 21.25,
        12,
      );
    }));

  it('have the gradients strength sign(w), with 0 at 0, and strength w', () =>
    scope(() => {
      const [w, b] = weights() as [Tensor, Tensor];
      const l1 = backward(l1Penalty([w, b], 0.1));
      expectClose(l1.get(w)!, { shape: [2, 2], data: [0.1, -0.1, 0, 0.1] });
      expectClose(l1.get(b)!, { shape: [1], data: [-0.1] });
      const l2 = backward(l2Penalty([w, b], 0.1));
      expectClose(l2.get(w)!, { shape: [2, 2], data: [0.1, -0.2, 0, 0.4] }, { relative: 1e-15 });
      expectClose(l2.get(b)!, { shape: [1], data: [-0.05] }, { relative: 1e-15 });
    }));

  for (const dtype of ['f64', 'f32'] as const) {
    it(`of L2 have the gradient of weight decay in SGD: strength times the weight, in ${dtype}`, () =>
      scope(() => {
        const generator = createGenerator(3);
        const layer = new Linear(6, 4, { generator, dtype });
        const x = normal([5, 6], generator, { dtype });
        const weightDecay = 0.03;
        const loss = (): Tensor => mean(square(layer.forward(x)));
        const plain = backward(loss());
        const penalized = backward(add(loss(), l2Penalty(parameters(layer), weightDecay)));
        for (const each of parameters(layer)) {
          const decay = each.toArray();
          const data = Array.from(plain.get(each)!.toArray(), (value, i) => value + weightDecay * decay[i]!);
          expectClose(
            penalized.get(each)!,
            { shape: each.shape, data },
            { absolute: dtype === 'f64' ? 1e-15 : 1e-7 },
          );
        }
      }));
  }

  it('are 0 at a strength of 0, and so are their gradients, even for infinite parameters', () =>
    scope(() => {
      for (const dtype of ['f32', 'f64'] as const) {
        const w = parameter(tensor([Number.POSITIVE_INFINITY, Number.NaN, 2], { dtype }));
        for (const penalty of [
          l1Penalty([w], 0),
          l2Penalty([w], 0),
          elasticNetPenalty([w], { l1: 0, l2: 0 }),
        ]) {
          expect(penalty.item()).toBe(0);
          expect([...backward(penalty).get(w)!.toArray()]).toEqual([0, 0, 0]);
        }
      }
    }));

  it('are correct if only w^2, or the sum before the strength, overflows f32', () =>
    scope(() => {
      const w = parameter(tensor([3e20, -4e20]));
      const l2 = l2Penalty([w], 1e-10);
      expectClose(l2, { shape: [], data: [1.25e31] }, { relative: 1e-6 });
      expectClose(backward(l2).get(w)!, { shape: [2], data: [3e10, -4e10] }, { relative: 1e-6 });
      const v = parameter(tensor([3e38, -3e38]));
      const l1 = l1Penalty([v, w], 1e-3);
      expectClose(l1, { shape: [], data: [6e35] }, { relative: 1e-6 });
      expectClose(backward(l1).get(v)!, { shape: [2], data: [1e-3, -1e-3] }, { relative: 1e-6 });
    }));

  it('of parameters without elements are 0', () =>
    scope(() => {
      const empty = parameter(tensor([], { shape: [0, 3] }));
      expect(elasticNetPenalty([empty], { l1: 1, l2: 1 }).item()).toBe(0);
    }));

  it('can be differentiated again', () =>
    scope(() => {
      const [w] = weights() as [Tensor];
      const gradient = backward(l2Penalty([w], 0.1), { createGraph: true }).get(w)!;
      expectClose(backward(sum(gradient)).get(w)!, { shape: [2, 2], data: [0.1, 0.1, 0.1, 0.1] });
    }));

  it('accept any iterable, such as the values of a Map, and leak nothing', () => {
    const held = new Map(weights().map((each, at) => [at, each]));
    assertNoLeak(() => scope(() => void backward(elasticNetPenalty(held.values(), { l1: 1, l2: 1 }))));
  });

  it('refuse negative strengths and an empty list of parameters', () =>
    scope(() => {
      expect(() => l1Penalty(weights(), -1)).toThrow('l1Penalty: strength is a finite number >= 0, got -1.');
      expect(() => l2Penalty(weights(), Number.NaN)).toThrow(
        'l2Penalty: strength is a finite number >= 0, got NaN.',
      );
      expect(() => elasticNetPenalty(weights(), { l1: 0, l2: Infinity })).toThrow(
        'elasticNetPenalty: l2 is a finite number >= 0, got Infinity.',
      );
      expect(() => l1Penalty([], 1)).toThrow('l1Penalty: no parameters were given.');
    }));
});
