import { adam, adamw, clipGradNorm, clipGradValue, sgd } from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';

/** Three steps of every update rule with every option, and both kinds of clipping. */
export function optimizerCases(): void {
  const weightDecay = 0.1;
  for (const n of lengths) {
    const made: { parameter: Tensor; optimizer: { step(gradients: Map<Tensor, Tensor>): void } }[] = [];
    const add = (make: (parameters: Tensor[]) => (typeof made)[number]['optimizer']) => {
      const parameter = randomTensor([n], 41);
      made.push({ parameter, optimizer: make([parameter]) });
    };
    const learningRate = 0.1;
    add((w) => sgd(w, { learningRate }));
    add((w) => sgd(w, { learningRate, weightDecay, maximize: true }));
    add((w) => sgd(w, { learningRate, momentum: 0.9, dampening: 0.2, weightDecay }));
    add((w) => sgd(w, { learningRate, momentum: 0.9, nesterov: true, maximize: true }));
    for (const rule of [adam, adamw]) {
      add((w) => rule(w));
      add((w) => rule(w, { weightDecay, maximize: true }));
      add((w) => rule(w, { weightDecay, amsgrad: true, betas: [0.8, 0.9], epsilon: 1e-3 }));
    }
    for (const { parameter, optimizer } of made) {
      for (let step = 0; step < 3; step++)
        optimizer.step(new Map([[parameter, randomTensor([n], 42 + step)]]));
    }
    const gradients = () => new Map([[randomTensor([n], 41), randomTensor([n], 50)]]);
    clipGradNorm(gradients(), 1);
    clipGradNorm(gradients(), 1e9);
    clipGradValue(gradients(), 0.5);
  }
}
