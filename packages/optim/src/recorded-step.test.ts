import { scope, tensor, withBackend } from '@regopt/tensor';
import { createRecorder } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import { clipGradNorm } from './clip/clip-grad-norm.ts';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { sgd } from './rules/sgd.ts';

const rates = [0.1, 0.1, 0.05, 0.02, 0.01];

for (const create of [sgd, adam, adamw]) {
  for (const options of create === sgd ? [{}, { momentum: 0.9 }] : [{}, { amsgrad: true }]) {
    it(`a recorded step of ${create.name} with ${JSON.stringify(options)}, replayed, gives the bits of taking it`, () => {
      const learn = (replayed: boolean): number[] => {
        const { backend, record, replay } = createRecorder();
        return withBackend(backend, () => {
          const x = tensor([1, -2, 3]);
          const gradient = tensor([0, 0, 0]);
          const optimizer = create([x], options);
          const step = (): void => scope(() => optimizer.step(clipGradNorm(new Map([[x, gradient]]), 2)));
          rates.forEach((rate, i) => {
            optimizer.learningRate = rate;
            gradient.data().set([i + 1, 2 - i, 0.5]);
            if (!replayed) step();
            else if (i === 0) record(step);
            else replay();
          });
          return [
            ...x.toArray(),
            ...[...optimizer.state().values()].flatMap((entry) => [...entry.toArray()]),
          ];
        });
      };
      expect(learn(true)).toEqual(learn(false));
    });
  }
}
