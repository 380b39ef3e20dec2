import { backward, crossEntropy } from '@regopt/autograd';
import { adam, clipGradNorm, sgd } from '@regopt/optim';
import { cosine } from '@regopt/schedulers';
import { copyInto, createGenerator, scope, tensor, withBackend, zeros } from '@regopt/tensor';
import { createCapturer } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Dropout2d,
  Flatten,
  GaussianNoise,
  Linear,
  MaxPool2d,
  parameters,
  Relu,
  Sequential,
  stateDict,
} from './index.ts';

const steps = 5;

/**
 * The losses of some training steps, and the state after each. If `replayed`, the steps after the first are
 * replays of it.
 */
function train(momentum: number | null, rule: typeof sgd | typeof adam, replayed: boolean): number[][] {
  const { backend, capture, replay } = createCapturer();
  return withBackend(backend, () => {
    const generator = createGenerator(1);
    const model = new Sequential(
      new GaussianNoise(0.1),
      new Conv2d(1, 4, 3, { generator, padding: 1 }),
      new BatchNorm2d(4, { momentum }),
      new Relu(),
      new Dropout2d(0.2),
      new MaxPool2d(2),
      new Flatten(),
      new Linear(16, 8, { generator }),
      new BatchNorm1d(8, { momentum }),
      new Relu(),
      new Dropout(0.3),
      new Linear(8, 3, { generator }),
    );
    const optimizer = rule(parameters(model), {});
    const schedule = cosine(0.1, { steps });
    const x = zeros([6, 1, 4, 4]);
    const labels = tensor(new Int32Array(6));
    const lastLoss = zeros([]);
    const context = { training: true, generator };
    const step = (): void =>
      scope(() => {
        const logits = model.forward(x, context);
        const loss = crossEntropy(logits, labels, { labelSmoothing: 0.1, classWeights: [1, 2, 0.5] });
        optimizer.step(clipGradNorm(backward(loss), 1));
        copyInto(lastLoss, loss);
      });
    return Array.from({ length: steps }, (_, at) => {
      optimizer.learningRate = schedule(at);
      x.data().set(
        Float32Array.from({ length: x.size }, (_, i) => Math.fround(((i * 7 + at * 5) % 11) / 11)),
      );
      labels.data().set(Int32Array.from({ length: 6 }, (_, i) => (i + at) % 3));
      if (!replayed) step();
      else if (at === 0) capture(step);
      else replay();
      return [lastLoss.item(), ...[...stateDict(model).values()].flatMap((entry) => [...entry.toArray()])];
    });
  });
}

for (const momentum of [0.1, null]) {
  for (const rule of [sgd, adam]) {
    it(`replays ${rule.name} with dropout and batch norm of momentum ${momentum}, bit for bit`, () => {
      const eager = train(momentum, rule, false);
      expect(train(momentum, rule, true)).toEqual(eager);
      expect(new Set(eager.map(([loss]) => loss)).size).toBe(steps);
    });
  }
}
