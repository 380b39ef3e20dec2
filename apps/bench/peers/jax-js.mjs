// jax-js on its WebAssembly back end. It has neither layers nor optimizers: both are written here in its own operations,
// and a whole step, forward, backward and update, is one function under its jit. Every use of an array consumes it but
// for those through `.ref`.
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { oneHotClasses, randomValues } from './random-values.mjs';
import { serve } from './serve.mjs';

if (!(await init('wasm')).includes('wasm')) throw new Error('the back end wasm did not start');
defaultDevice('wasm');

const size = (shape) => shape.reduce((a, b) => a * b, 1);
const values = (shape, seed = 1) => np.array(randomValues(size(shape), seed), { shape });

function matmul({ m, k, n }) {
  const a = values([m, k], 1);
  const b = values([k, n], 2);
  const product = jit((left, right) => np.matmul(left, right));
  return {
    async run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const c = await product(a.ref, b.ref).blockUntilReady();
        if (i === times - 1) value = c.ref.slice(0, 0).item();
        c.dispose();
      }
      return value;
    },
    dispose() {
      tree.dispose([a, b]);
      product.dispose();
    },
  };
}

/** The parameter, moments and so on after a step; `corrections` holds 1 - beta1^t and 1 - beta2^t. */
const rules = {
  sgd: ({ learningRate, momentum }) => ({
    slots: 1,
    update(p, [buffer], g, corrections) {
      corrections.dispose();
      const next = buffer.mul(momentum).add(g);
      return [p.sub(next.ref.mul(learningRate)), [next]];
    },
  }),
  adamw: ({ learningRate, weightDecay }) => ({
    slots: 2,
    update(p, [m, v], g, corrections) {
      const nextM = m.mul(0.9).add(g.ref.mul(0.1));
      const nextV = v.mul(0.999).add(np.square(g).mul(0.001));
      const mHat = nextM.ref.div(corrections.ref.slice(0));
      const vHat = nextV.ref.div(corrections.slice(1));
      const step = mHat.div(np.sqrt(vHat).add(1e-8)).mul(learningRate);
      return [p.mul(1 - learningRate * weightDecay).sub(step), [nextM, nextV]];
    },
  }),
};

/** Updates a list of parameters: [parameters, slots] after the step. */
function updateAll(rule, parameters, slots, gradients, corrections) {
  const pairs = parameters.map((p, i) => rule.update(p, slots[i], gradients[i], corrections.ref));
  corrections.dispose();
  return [pairs.map(([p]) => p), pairs.map(([, slot]) => slot)];
}

const correctionsAt = (t) => np.array(Float32Array.of(1 - 0.9 ** t, 1 - 0.999 ** t));
const zerosLike = (p, count) => Array.from({ length: count }, () => np.zeros(p.shape));

let seed = 3;
const drawn = (shape, inputs) => values(shape, seed++).mul(1 / Math.sqrt(inputs));

/**
 * Layers: their parameters and buffers at first, and their output and buffers from parameters, buffers, the input and
 * a key for random numbers.
 */
const makeLayer = {
  linear: (from, to) => ({
    parameters: [drawn([from, to], from), np.zeros([to])],
    forward: ([w, b], _, x) => [np.matmul(x, w).add(b), []],
  }),
  conv2d: (from, to, side) => ({
    parameters: [drawn([to, from, side, side], from * side * side), np.zeros([to, 1, 1])],
    forward: ([w, b], _, x) => [lax.convGeneralDilated(x, w, [1, 1], 'SAME').add(b), []],
  }),
  batchNorm1d: (channels) => batchNorm([1, channels], [0]),
  batchNorm2d: (channels) => batchNorm([1, channels, 1, 1], [0, 2, 3]),
  maxPool2d: (side) =>
    plain((x) => lax.reduceWindow(x, (window) => np.max(window), [side, side], [side, side])),
  flatten: () => plain((x) => x.reshape([x.shape[0], -1])),
  dropout: (rate) =>
    plain((x, key) => np.where(random.bernoulli(key.ref, 1 - rate, x.shape), x.mul(1 / (1 - rate)), 0)),
  relu: () => plain((x) => nn.relu(x)),
  tanh: () => plain((x) => np.tanh(x)),
};

const plain = (fn) => ({ parameters: [], forward: (_, __, x, key) => [fn(x, key), []] });

function batchNorm(shape, axes) {
  return {
    parameters: [np.ones(shape), np.zeros(shape)],
    buffers: [np.zeros(shape), np.ones(shape)],
    forward([gamma, beta], [runningMean, runningVariance], x) {
      const mean = np.mean(x.ref, axes, { keepdims: true });
      const centred = x.sub(mean.ref);
      const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
      const count = centred.size / size(shape);
      const buffers = [
        runningMean.mul(0.9).add(lax.stopGradient(mean).mul(0.1)),
        runningVariance.mul(0.9).add(lax.stopGradient(variance.ref).mul((0.1 * count) / (count - 1))),
      ];
      return [
        centred
          .div(np.sqrt(variance.add(1e-5)))
          .mul(gamma)
          .add(beta),
        buffers,
      ];
    },
  };
}

const losses = {
  crossEntropy: (output, y) => np.mean(nn.logSoftmax(output).mul(y).sum(-1)).neg(),
  meanSquaredError: (output, y) => np.mean(np.square(output.sub(y))),
};

function train(work) {
  const { batch, input, outputs, layers, optimizer } = work;
  const chain = layers.map(([kind, ...numbers]) => {
    if (!makeLayer[kind]) throw new Error(`does not know the layer ${kind}`);
    return makeLayer[kind](...numbers);
  });
  const rule = rules[optimizer.name](optimizer);
  const x = values([batch, ...input]);
  const y =
    work.loss === 'crossEntropy'
      ? np.array(oneHotClasses(batch, outputs, 2), { shape: [batch, outputs] })
      : values([batch, outputs], 2);

  const lossOf = (parameters, buffers, input, target, key) => {
    let output = input;
    const nextBuffers = chain.map((layer, i) => {
      // A key of its own for each layer: the second word tells them apart.
      const [next, kept] = layer.forward(
        parameters[i],
        buffers[i],
        output,
        key.ref.add(np.array([0, i], { dtype: 'uint32' })),
      );
      output = next;
      return kept;
    });
    key.dispose();
    return [losses[work.loss](output, target), nextBuffers];
  };
  const step = jit((parameters, slots, buffers, input, target, key, corrections) => {
    const lists = parameters.map((list) => tree.ref(list));
    const [[loss, nextBuffers], gradients] = valueAndGrad(lossOf, { hasAux: true })(
      lists,
      buffers,
      input,
      target,
      key,
    );
    const [flat, structure] = tree.flatten(parameters);
    const [next, nextSlots] = updateAll(rule, flat, slots, tree.leaves(gradients), corrections);
    return [loss, tree.unflatten(structure, next), nextSlots, nextBuffers];
  });

  let parameters = chain.map((layer) => layer.parameters);
  let buffers = chain.map((layer) => layer.buffers ?? []);
  let slots = tree.leaves(parameters).map((p) => zerosLike(p, rule.slots));
  let t = 0;
  return {
    async run(times) {
      let loss;
      for (let i = 0; i < times; i++) {
        loss?.dispose();
        t++;
        [loss, parameters, slots, buffers] = step(
          parameters,
          slots,
          buffers,
          x.ref,
          y.ref,
          random.key(t),
          correctionsAt(t),
        );
      }
      await blockUntilReady([loss, parameters, slots, buffers]);
      return loss.item();
    },
    dispose() {
      tree.dispose([parameters, slots, buffers, x, y]);
      step.dispose();
    },
  };
}

function update({ tensors, size: count, optimizer }) {
  const rule = rules[optimizer.name](optimizer);
  const all = (first) => Array.from({ length: tensors }, (_, i) => values([count], first + i));
  const gradients = all(tensors);
  const step = jit((parameters, slots, g, corrections) => updateAll(rule, parameters, slots, g, corrections));
  let parameters = all(0);
  let slots = parameters.map((p) => zerosLike(p, rule.slots));
  let t = 0;
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        t++;
        [parameters, slots] = step(parameters, slots, tree.ref(gradients), correctionsAt(t));
      }
      await blockUntilReady([parameters, slots]);
      return parameters[0].ref.slice(0).item();
    },
    dispose() {
      tree.dispose([parameters, slots, gradients]);
      step.dispose();
    },
  };
}

const works = { matmul, train, update };

await serve((work) => {
  if (!works[work.kind]) throw new Error(`does not know the work ${work.kind}`);
  return works[work.kind](work);
});
