import { adam, adamw, clipGradNorm, clipGradValue, sgd } from '@regopt/optim';
import { type Tensor, tensor } from '@regopt/tensor';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

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
      add((w) => rule(w, { betas: [0.3, 0.9] }));
    }
    const zip = (parameters: Tensor[], seed: number) => {
      const values = drawn(seed);
      return new Map(parameters.map((parameter, i) => [parameter, values[i]!] as const));
    };
    for (const { parameters, optimizer } of made) {
      for (let step = 0; step < 3; step++) optimizer.step(zip(parameters, 142 + 100 * step));
    }
    const gradients = () => zip(drawn(41), 550);
    clipGradNorm(gradients(), 1);
    clipGradNorm(gradients(), 1e9);
    clipGradNorm(gradients(), Number.POSITIVE_INFINITY);
    clipGradValue(gradients(), 0.5);
  }
  specialCases();
}

/** Every special value as a parameter and as a gradient, also where a factor is 0 and must not make NaN of an infinity. */
function specialCases(): void {
  // But for numbers whose products with a rate lie below what f32 holds, where zeros differ in sign.
  const values = specialValues.filter((value) => value === 0 || !(Math.abs(value) < 2 ** -100));
  const special = () => tensor(values);
  const ones = () => tensor(values.map(() => 1));
  const zero = { weightDecay: 0, learningRate: 0.1 };
  for (const rule of [sgd, adam, adamw]) {
    for (const options of [
      zero,
      { ...zero, ...(rule === sgd ? { momentum: 0.9 } : { betas: [0, 0.999] as const }) },
    ]) {
      for (const [parameter, gradient] of [
        [special(), ones()],
        [ones(), special()],
      ]) {
        const optimizer = (rule as typeof sgd)([parameter!], options);
        for (let step = 0; step < 2; step++) optimizer.step(new Map([[parameter, gradient]]));
      }
    }
  }
  for (const limit of [0, 1, Number.POSITIVE_INFINITY]) {
    clipGradNorm(new Map([[ones(), special()]]), limit);
    clipGradValue(new Map([[ones(), special()]]), limit);
  }
}
