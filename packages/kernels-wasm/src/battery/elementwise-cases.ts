import * as ops from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { clipGradValue } from '@regopt/optim';
import { empty, fillKernel, run, scalar, type Tensor, tensor, zeros } from '@regopt/tensor';
import type { elementwiseRows } from '../rows/elementwise-rows.ts';
import { copyCase } from './copy-case.ts';
import { differentiate } from './differentiate.ts';
import { benchSize, type CasesOf, element, exact } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { forOperands } from './operands.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

const special = () => tensor([...specialValues]);

/**
 * An op and its gradient, with each of the given options: every length, every special value, as x and as dy.
 */
const unary = (...variants: ((x: Tensor) => Tensor)[]) => ({
  run() {
    for (const op of variants) {
      for (const n of lengths) differentiate(op, randomTensor([n], n, 4));
      differentiate(op, special());
      differentiate((x) => ops.mul(op(x), special()), randomTensor([specialValues.length], 9));
    }
  },
  bench: () => differentiate(variants[0]!, randomTensor([benchSize], 1, 4)),
});

/** An op of two operands: every kind of broadcast, and each pair of special values. */
const binary = (op: (a: Tensor, b: Tensor) => Tensor, draw = randomTensor) => ({
  run: () => forOperands(op, draw),
  bench: () => void op(draw([benchSize], 1), draw([benchSize], 2)),
});

const clipValues = (gradient: Tensor, limit = 0.5) =>
  clipGradValue(new Map([[ops.zerosLike(gradient), gradient]]), limit);

/** The loader adds noise to the inputs of a batch: one example of n numbers. */
const addNoise = (n: number) =>
  createLoader(
    { inputs: randomTensor([1, n], 8), targets: zeros([1]) },
    { batchSize: 1, inputNoise: 0.5 },
  ).batch(0, 0);

const clamp = unary(
  (x) => ops.clamp(x, { min: -0.5, max: 1 }),
  (x) => ops.clamp(x, { max: 0 }),
  (x) => ops.clamp(x, { min: -88.7 }),
  (x) => ops.clamp(x, { min: 1, max: 1 }),
);
const abs = unary(ops.abs);
const elu = unary(
  (x) => ops.elu(x),
  (x) => ops.elu(x, { alpha: -0.3 }),
);
const gelu = unary((x) => ops.gelu(x));
const geluTanh = unary((x) => ops.gelu(x, { approximate: 'tanh' }));
const leakyRelu = unary((x) => ops.leakyRelu(x, { slope: 0.1 }));
const relu = unary(ops.relu);
const sigmoid = unary(ops.sigmoid);
const silu = unary(ops.silu);
const softplus = unary(ops.softplus);
const tanh = unary(ops.tanh);

export const elementwiseCases: CasesOf<typeof elementwiseRows> = {
  abs: { ...abs, tolerance: exact },
  absGrad: { ...abs, tolerance: exact },
  clamp: { ...clamp, tolerance: exact },
  clampGrad: { ...clamp, tolerance: exact },
  cos: { ...unary(ops.cos), tolerance: element(1.6) },
  elu: { ...elu, tolerance: element(1) },
  eluGrad: { ...elu, tolerance: element(1) },
  erf: { ...unary(ops.erf), tolerance: element(1.2) },
  exp: { ...unary(ops.exp), tolerance: element(1) },
  gelu: { ...gelu, tolerance: element(2) },
  geluGrad: { ...gelu, tolerance: element(3) },
  geluTanh: { ...geluTanh, tolerance: element(2) },
  geluTanhGrad: { ...geluTanh, tolerance: element(6) },
  leakyRelu: { ...leakyRelu, tolerance: element(1) },
  leakyReluGrad: { ...leakyRelu, tolerance: element(1) },
  log: { ...unary(ops.log), tolerance: element(1) },
  neg: { ...unary(ops.neg), tolerance: exact },
  relu: { ...relu, tolerance: exact },
  reluGrad: { ...relu, tolerance: exact },
  sigmoid: { ...sigmoid, tolerance: element(2.2) },
  sigmoidGrad: { ...sigmoid, tolerance: element(1) },
  silu: { ...silu, tolerance: element(2) },
  siluGrad: { ...silu, tolerance: element(3) },
  sin: { ...unary(ops.sin), tolerance: element(1.6) },
  softplus: { ...softplus, tolerance: element(2.5) },
  softplusGrad: { ...softplus, tolerance: element(2) },
  sqrt: { ...unary(ops.sqrt), tolerance: exact },
  square: { ...unary(ops.square), tolerance: exact },
  tanh: { ...tanh, tolerance: element(1.5) },
  tanhGrad: { ...tanh, tolerance: element(2) },
  add: { ...binary(ops.add), tolerance: exact },
  sub: { ...binary(ops.sub), tolerance: exact },
  mul: { ...binary(ops.mul), tolerance: exact },
  div: { ...binary(ops.div), tolerance: exact },
  pow: {
    ...binary(ops.pow, (shape, seed) =>
      seed % 2 === 1 ? ops.abs(randomTensor(shape, seed)) : randomTensor(shape, seed),
    ),
    tolerance: element(1),
  },
  maximum: { ...binary(ops.maximum), tolerance: exact },
  minimum: { ...binary(ops.minimum), tolerance: exact },
  greater: { ...binary(ops.greater), tolerance: exact },
  greaterEqual: { ...binary(ops.greaterEqual), tolerance: exact },
  less: { ...binary(ops.less), tolerance: exact },
  lessEqual: { ...binary(ops.lessEqual), tolerance: exact },
  equal: {
    ...binary(ops.equal),
    run() {
      forOperands(ops.equal);
      forOperands(ops.equal, (shape, seed) => randomIndices(shape, 3, seed));
    },
    tolerance: exact,
  },
  notEqual: { ...binary(ops.notEqual), tolerance: exact },
  where: {
    ...binary((a, b) => ops.where(ops.greater(b, 0), a, b)),
    run() {
      forOperands((a, b) => ops.where(ops.greater(b, 0), a, b));
      forOperands((a, b) => ops.where(ops.greater(b, 0), a, scalar(-1)));
      forOperands(
        (a, b) => ops.where(ops.equal(a, b), a, b),
        (shape, seed) => randomIndices(shape, 3, seed),
      );
    },
    tolerance: exact,
  },
  addInPlace: {
    run() {
      for (const n of lengths) if (n > 0) addNoise(n);
    },
    bench: () => void addNoise(benchSize),
    tolerance: exact,
  },
  clampInPlace: {
    run() {
      for (const n of [...lengths, 10_000]) clipValues(randomTensor([n], 550));
      for (const limit of [0, 1, Number.POSITIVE_INFINITY]) clipValues(special(), limit);
    },
    bench: () => clipValues(randomTensor([benchSize], 550)),
    tolerance: exact,
  },
  fill: {
    run() {
      for (const dtype of ['f32', 'f64', 'i32', 'u8'] as const)
        for (const n of lengths) run(fillKernel, [empty([n], { dtype })], [n, n - 3.7]);
    },
    bench: () => run(fillKernel, [empty([benchSize])], [benchSize, 1.5]),
    tolerance: exact,
  },
  copy: { ...copyCase, tolerance: exact },
};
