import { full, ones, scalar, scope, tensor } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { describeOp } from '../../testing/index.ts';
import { edgeLosses, lossCases, lossErrors } from '../../testing/loss-cases.ts';
import {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
} from './binary-cross-entropy-with-logits.ts';

const name = 'binaryCrossEntropyWithLogits';
const withWeight = (posWeight: number[]) => () =>
  binaryCrossEntropyWithLogits(ones([4, 2]), ones([4, 2]), { posWeight });

describeOp<BinaryCrossEntropyOptions>(name, {
  op: ([logits, target], options) => binaryCrossEntropyWithLogits(logits!, target!, options),
  cases: fc
    .tuple(lossCases(), fc.constantFrom(undefined, 1, 2.5))
    .map(([{ shapes, options }, posWeight]) => ({ shapes, options: { ...options, posWeight } })),
  always: edgeLosses,
  domain: [undefined, [0, 1]],
  errors: [
    ...lossErrors(name, binaryCrossEntropyWithLogits),
    [
      'refuses weights that do not fit the columns',
      withWeight([1, 2, 3]),
      `${name}: posWeight [3] does not broadcast to the logits' shape [4,2].`,
    ],
    [
      'refuses a negative weight',
      () => binaryCrossEntropyWithLogits(ones([4, 2]), ones([4, 2]), { posWeight: -1 }),
      `${name}: posWeight has weights >= 0, got -1 at index 0.`,
    ],
    [
      'refuses a weight that is NaN',
      withWeight([1, Number.NaN]),
      `${name}: posWeight has weights >= 0, got NaN at index 1.`,
    ],
    [
      'refuses weights of more axes than the logits have',
      () => binaryCrossEntropyWithLogits(scalar(0), scalar(1), { posWeight: [2] }),
      `${name}: posWeight [1] does not broadcast to the logits' shape [].`,
    ],
  ],
});

it(`${name} takes a weight as a number, a list or a tensor`, () => {
  scope(() => {
    const logits = tensor([
      [1, -2],
      [0.5, 3],
    ]);
    const target = tensor([
      [1, 0],
      [0.25, 1],
    ]);
    const weighted = (posWeight: BinaryCrossEntropyOptions['posWeight']) =>
      binaryCrossEntropyWithLogits(logits, target, { posWeight, reduction: 'none' });
    expectClose(weighted([3, 3]), weighted(3));
    expectClose(weighted(tensor([[3], [3]])), weighted(3));
    expect(binaryCrossEntropyWithLogits(scalar(0), scalar(1), { posWeight: 2 }).shape).toEqual([]);
  });
});

it(`${name} keeps the digits of losses and gradients close to 0, on either side, and weighted`, () => {
  scope(() => {
    const sizes = [17.5, 30, 80];
    const small = sizes.map((size) => Math.exp(-size) / (1 + Math.exp(-size)));
    for (const [t, sign] of [
      [0, -1],
      [1, 1],
    ] as const) {
      for (const posWeight of [undefined, 3]) {
        const weight = t === 1 ? (posWeight ?? 1) : 1;
        const x = parameter(tensor(sizes.map((size) => sign * size)));
        const loss = binaryCrossEntropyWithLogits(x, full([3], t), { reduction: 'sum', posWeight });
        const dx = backward(loss).get(x)!.toArray();
        expect(loss.item() / (weight * Math.log1p(Math.exp(-17.5)))).toBeCloseTo(1, 5);
        for (const [i, p] of small.entries()) expect(dx[i]! / (-sign * weight * p)).toBeCloseTo(1, 5);
      }
    }
  });
});

it(`${name} has gradients with respect to a weight that is a parameter`, () => {
  scope(() => {
    const weight = parameter(tensor([2, 3]));
    const logits = tensor([
      [0, 1],
      [-1, 2],
    ]);
    const loss = binaryCrossEntropyWithLogits(logits, ones([2, 2]), { posWeight: weight, reduction: 'sum' });
    const of = (x: number) => Math.log1p(Math.exp(-x));
    expectClose(
      backward(loss).get(weight)!,
      { shape: [2], data: [of(0) + of(-1), of(1) + of(2)] },
      { relative: 1e-6 },
    );
  });
});
