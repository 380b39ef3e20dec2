import {
  adam,
  adamw,
  clipGradNorm,
  ema,
  lion,
  type NamedParameters,
  sgd,
  swa,
  type WeightAverage,
} from '@regopt/optim';
import { copyInto, type Tensor, tensor } from '@regopt/tensor';
import type { optimizeRows } from '../rows/optimize-rows.ts';
import { all, benchSize, type CasesOf, element } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

/** Sizes of the parameters of one command: each length alone, and lists that the threads must share. */
const lists = [...lengths.map((n) => [n]), lengths, [10_000, 3, 0, 200], [1, 64, 5000]];

type Create = (parameters: Tensor[]) => { step(gradients: Map<Tensor, Tensor>): void };

const drawn = (list: readonly number[], seed: number) => list.map((n, i) => randomTensor([n], seed + i));
const zip = (parameters: readonly Tensor[], gradients: readonly Tensor[]) =>
  new Map(parameters.map((parameter, i) => [parameter, gradients[i]!] as const));

/** Three steps of an optimizer over parameters of these sizes. */
function train(list: readonly number[], create: Create): void {
  const parameters = drawn(list, 41);
  const optimizer = create(parameters);
  for (let step = 0; step < 3; step++) optimizer.step(zip(parameters, drawn(list, 142 + 100 * step)));
}

// Without numbers whose products with a learning rate underflow in f32, where zeros differ in sign.
const values = specialValues.filter((value) => value === 0 || !(Math.abs(value) < 2 ** -100));
const special = () => tensor(values);
const ones = () => tensor(values.map(() => 1));

/**
 * An update rule with each of these options, also on every special value as a parameter and as a gradient: a
 * factor of 0 must not turn an infinity into NaN.
 */
const updating = (creates: readonly Create[], onSpecial = creates) => ({
  run() {
    for (const create of creates) for (const list of lists) train(list, create);
    for (const create of onSpecial) {
      for (const [parameter, gradient] of [
        [special(), ones()],
        [ones(), special()],
      ] as const) {
        const optimizer = create([parameter]);
        for (let step = 0; step < 2; step++) optimizer.step(new Map([[parameter, gradient]]));
      }
    }
  },
  bench: () => train([benchSize], creates[0]!),
});

const [learningRate, weightDecay, momentum] = [0.1, 0.1, 0.9];

const clipNorm = {
  run() {
    for (const list of lists) {
      for (const limit of [1, 1e9, Number.POSITIVE_INFINITY])
        clipGradNorm(zip(drawn(list, 41), drawn(list, 550)), limit);
    }
    for (const limit of [0, 1, Number.POSITIVE_INFINITY]) clipGradNorm(new Map([[ones(), special()]]), limit);
  },
  // The factor is 1, so that repeated scaling does not change the gradients.
  bench: () => void clipGradNorm(zip(drawn([benchSize], 41), drawn([benchSize], 550)), 1e9),
};

/** Three updates of an average by weights of these sizes; the first copies. */
function average(list: readonly number[], create: (weights: NamedParameters) => WeightAverage): void {
  const weights = drawn(list, 41);
  const averaged = create(weights);
  for (let step = 0; step < 3; step++) {
    averaged.update();
    drawn(list, 142 + 100 * step).forEach((next, i) => void copyInto(weights[i]!, next));
  }
}

const averaging = {
  run() {
    for (const create of [swa, (w: NamedParameters) => ema(w, { decay: 0.9 })])
      for (const list of lists) average(list, create);
    // Not infinities: both ends infinite give NaN, in PyTorch too.
    const finite = values.filter(Number.isFinite);
    for (const [from, to] of [
      [values, values.map(() => 1)],
      [finite.map(() => 1), finite],
    ]) {
      const weight = tensor(from!);
      const averaged = ema([weight], { decay: 0.9 });
      averaged.update();
      copyInto(weight, tensor(to!));
      averaged.update();
    }
  },
  bench() {
    const [weight, moved] = [randomTensor([benchSize], 41), randomTensor([benchSize], 142)];
    const averaged = ema([moved], { decay: 0.9 });
    // The first update only copies: begin at the second.
    averaged.load(new Map(Object.entries({ '0.step': tensor(1), '0.average': weight })));
    averaged.update();
  },
};

export const optimizeCases: CasesOf<typeof optimizeRows> = {
  sgd: {
    ...updating(
      [
        (w) => sgd(w, { learningRate, momentum, dampening: 0.2, weightDecay }),
        (w) => sgd(w, { learningRate, momentum, nesterov: true, maximize: true }),
      ],
      // Other rules overflow in f32 where the reference loop's f64 does not.
      [(w) => sgd(w, { learningRate, momentum })],
    ),
    tolerance: element(2),
  },
  sgdPlain: {
    ...updating([
      (w) => sgd(w, { learningRate, weightDecay, maximize: true }),
      (w) => sgd(w, { learningRate }),
    ]),
    tolerance: element(2),
  },
  adam: {
    ...updating([
      (w) => adam(w),
      (w) => adam(w, { weightDecay, maximize: true }),
      (w) => adam(w, { betas: [0.3, 0.9] }),
      (w) => adam(w, { learningRate, weightDecay: 0, betas: [0, 0.999] }),
      (w) => adam(w, { learningRate, weightDecay: 0 }),
    ]),
    tolerance: element(2),
  },
  adamAmsgrad: {
    ...updating([
      (w) => adam(w, { weightDecay, amsgrad: true, betas: [0.8, 0.9], epsilon: 1e-3 }),
      (w) => adam(w, { learningRate, weightDecay: 0, amsgrad: true }),
    ]),
    tolerance: element(2),
  },
  adamw: {
    ...updating([
      (w) => adamw(w),
      (w) => adamw(w, { weightDecay, maximize: true }),
      (w) => adamw(w, { betas: [0.3, 0.9] }),
      (w) => adamw(w, { learningRate, weightDecay: 0, betas: [0, 0.999] }),
      (w) => adamw(w, { learningRate, weightDecay: 0 }),
    ]),
    tolerance: element(2),
  },
  adamwAmsgrad: {
    ...updating([
      (w) => adamw(w, { weightDecay, amsgrad: true, betas: [0.8, 0.9], epsilon: 1e-3 }),
      (w) => adamw(w, { learningRate, weightDecay: 0, amsgrad: true }),
    ]),
    tolerance: element(2),
  },
  lion: {
    ...updating([
      (w) => lion(w),
      (w) => lion(w, { weightDecay, maximize: true }),
      (w) => lion(w, { learningRate, betas: [0.3, 0.8] }),
      (w) => lion(w, { learningRate, betas: [0, 0.9] }),
    ]),
    tolerance: element(2),
  },
  averageWeights: { ...averaging, tolerance: element(1) },
  clipFactor: { ...clipNorm, tolerance: all(1) },
  scaleBy: { ...clipNorm, tolerance: element(1) },
};
