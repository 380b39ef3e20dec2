import { add, backward, crossEntropy, mul } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator, scope, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { fit } from '../session/fit.ts';
import { betaShare } from './beta-share.ts';

it('mixup mixes each row with its partner, the inputs and the losses by one share', async () => {
  const loader = () => createLoader(twoMoons({ count: 30, seed: 1 }), { batchSize: 12, shuffle: true });
  const build = () => new Linear(2, 2, { generator: createGenerator(3) });

  const byHand = build();
  const optimizer = sgd(namedParameters(byHand), { learningRate: 0.1 });
  const shares = createGenerator(5).fork(0x6d6978);
  let step = 0;
  for (const { x, y } of loader().epoch(0)) {
    scope(() => {
      const share = betaShare(0.4, shares.fork(++step));
      const rows = x.toNested() as number[][];
      const labels = [...y.toArray()];
      const mixed = rows.map((row, i) =>
        row.map((value, j) => share * value + (1 - share) * rows[rows.length - 1 - i]![j]!),
      );
      const outputs = byHand.forward(tensor(mixed));
      const loss = (targets: readonly number[]) => crossEntropy(outputs, tensor(Int32Array.from(targets)));
      optimizer.step(backward(add(mul(loss(labels), share), mul(loss(labels.reverse()), 1 - share))));
    });
  }

  const model = build();
  await fit({
    model,
    loss: crossEntropy,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    train: loader(),
    epochs: 1,
    generator: createGenerator(5),
    mixup: { alpha: 0.4 },
  });
  const hand = stateDict(byHand);
  for (const [name, each] of stateDict(model)) {
    const expected = hand.get(name)!.toArray();
    each.toArray().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
  }
});
