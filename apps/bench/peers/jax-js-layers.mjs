import { lax, nn, numpy as np, random } from '@jax-js/jax';
import { randomValues } from './random-values.mjs';

const size = (shape) => shape.reduce((a, b) => a * b, 1);
/** An array of random numbers in [-1, 1). */
export const values = (shape, seed = 1) => np.array(randomValues(size(shape), seed), { shape });

let seed = 3;
const drawn = (shape, inputs) => values(shape, seed++).mul(1 / Math.sqrt(inputs));

/**
 * Layers: their initial parameters and buffers, and a function from parameters, buffers, input, the step's
 * random key and the layer's index to output and buffers.
 */
export const makeLayer = {
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
    plain((x, key, i) => {
      // The layer's index in the first word gives each layer its own random numbers.
      const own = key.ref.add(np.array(Uint32Array.of(i, 0)));
      return np.where(random.bernoulli(own, 1 - rate, x.shape), x.mul(1 / (1 - rate)), 0);
    }),
  relu: () => plain((x) => nn.relu(x)),
  tanh: () => plain((x) => np.tanh(x)),
};

const plain = (fn) => ({ parameters: [], forward: (_, __, x, key, i) => [fn(x, key, i), []] });

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
