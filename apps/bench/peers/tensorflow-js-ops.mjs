import * as tf from '@tensorflow/tfjs-core';
import { known } from './known.mjs';
import { oneHotClasses, randomValues } from './random-values.mjs';

export const random = (shape, seed = 1) => tf.tensor(randomValues(tf.util.sizeFromShape(shape), seed), shape);

const rate = 0.3;
const labels = ([rows, classes]) => tf.tensor2d(oneHotClasses(rows, classes, 2), [rows, classes]);

/**
 * The shapes of the inputs after x, a constant that the op needs, and the op. Channels are the last axis
 * here.
 */
const ops = {
  relu: { forward: ([x]) => tf.relu(x) },
  tanh: { forward: ([x]) => tf.tanh(x) },
  exp: { forward: ([x]) => tf.exp(x) },
  add: { others: (shape) => [shape], forward: ([x, y]) => tf.add(x, y) },
  dropout: { forward: ([x]) => tf.dropout(x, rate) },
  biasReluDropout: {
    others: (shape) => [[shape.at(-1)]],
    forward: ([x, bias]) => tf.dropout(tf.relu(tf.add(x, bias)), rate),
  },
  sum: { forward: ([x], { axis }) => tf.sum(x, axis) },
  softmaxCrossEntropy: {
    constant: labels,
    forward: ([x], { constant }) => tf.losses.softmaxCrossEntropy(constant, x),
  },
  batchNorm: {
    others: (shape) => [[shape.at(-1)], [shape.at(-1)]],
    forward([x, gamma, beta]) {
      const { mean, variance } = tf.moments(x, [...x.shape.keys()].slice(0, -1));
      return tf.batchNorm(x, mean, variance, beta, gamma, 1e-5);
    },
  },
  layerNorm: {
    others: (shape) => [[shape.at(-1)], [shape.at(-1)]],
    forward([x, gamma, beta]) {
      const { mean, variance } = tf.moments(x, -1, true);
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), gamma), beta);
    },
  },
};

const firstOf = (x) => tf.tidy(() => tf.slice(tf.reshape(x, [-1]), 0, 1).dataSync()[0]);

/** Runs one op repeatedly, on request with its derivatives by every input. */
export function op({ op: name, shape: given, axis, backward }) {
  const { others = () => [], constant: makeConstant, forward } = known('op', ops, name);
  const [batch, channels, ...sides] = given;
  const shape = sides.length > 0 ? [batch, ...sides, channels] : given;
  const inputs = [shape, ...others(shape)].map((each, i) => random(each, i + 1));
  const constant = makeConstant?.(shape);
  const apply = (...xs) => forward(xs, { axis, constant });
  const dy = tf.tidy(() => random(apply(...inputs).shape, 9));
  const differentiate = tf.grads(apply);
  const run = backward ? () => differentiate(inputs, dy) : () => [apply(...inputs)];
  return {
    run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const results = tf.tidy(run);
        if (i === times - 1) value = firstOf(results[0]);
        tf.dispose(results);
      }
      return value;
    },
    dispose: () => tf.dispose([inputs, dy, constant ?? []]),
  };
}

/**
 * One pass of a convolution. It calls the kernels directly, so a gradient is timed without the forward pass.
 */
export function convolution({ batch, inputs, outputs, size, side, pass }) {
  const x = random([batch, size, size, inputs], 1);
  const filter = random([side, side, inputs, outputs], 2);
  const dy = random([batch, size, size, outputs], 3);
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined };
  const passes = {
    forward: () => tf.conv2d(x, filter, 1, 'same'),
    inputGradient: () =>
      tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape }),
    weightGradient: () =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape }),
  };
  const step = known('pass', passes, pass);
  return {
    run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const result = step();
        if (i === times - 1) value = firstOf(result);
        result.dispose();
      }
      return value;
    },
    dispose: () => tf.dispose([x, filter, dy]),
  };
}

/** A chain of many ops on few elements. */
export function manyOps({ op: name, count }) {
  const x = random([4, 4], 1);
  const y = random([4, 4], 2);
  const apply = known('op', { add: tf.add, matmul: tf.matMul }, name);
  const run = () => {
    let z = x;
    for (let i = 0; i < count; i++) z = apply(z, y);
    return z;
  };
  return {
    run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const z = tf.tidy(run);
        if (i === times - 1) value = firstOf(z);
        z.dispose();
      }
      return value;
    },
    dispose: () => tf.dispose([x, y]),
  };
}
