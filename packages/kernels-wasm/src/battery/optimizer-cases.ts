import { adam, adamw, clipGradNorm, clipGradValue, sgd } from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';

/** Sizes of the parameters of one command: each length alone, and several whose blocks the threads have to share. */
const lists = [...lengths.map((n) => [n]), lengths, [10_000, 3, 0, 200], [1, 64, 5000]];

/** Three steps of every update rule with every option, and both kinds of clipping. */
export function optimizerCases(): void {
  const weightDecay = 0.1;
  for (const list of lists) {
    const made: { parameters: Tensor[]; optimizer: { step(gradients: Map<Tensor, Tensor>): void } }[] = [];
    const drawn = (seed: number) => list.map((n, i) => randomTensor([n], seed + i));
    const add = (make: (parameters: Tensor[]) => (typeof made)[number]['optimizer']) => {
      const parameters = drawn(41);
      made.push({ parameters, optimizer: make(parameters) });
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
    const zip = (parameters: Tensor[], seed: number) => {
      const values = drawn(seed);
      return new Map(parameters.map((parameter, i) => [parameter, values[i]] as const));
    };
    for (const { parameters, optimizer } of made) {
      for (let step = 0; step < 3; step++) optimizer.step(zip(parameters, 142 + 100 * step));
    }
    const gradients = () => zip(drawn(41), 550);
    clipGradNorm(gradients(), 1);
    clipGradNorm(gradients(), 1e9);
    clipGradValue(gradients(), 0.5);
  }
}
