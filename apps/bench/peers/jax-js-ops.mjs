import { blockUntilReady, jit, lax, nn, numpy as np, random, tree, vjp } from '@jax-js/jax';
import { values } from './jax-js-layers.mjs';
import { known } from './known.mjs';
import { oneHotClasses } from './random-values.mjs';

const keep = 0.7;
const dropout = (x, key) => np.where(random.bernoulli(key, keep, x.shape), x.mul(1 / keep), 0);

const along = (count, axis) => Array.from({ length: count }, (_, i) => (i === axis ? -1 : 1));

function normalize(x, axes, gamma, beta) {
  const mean = np.mean(x.ref, axes, { keepdims: true });
  const centred = x.sub(mean);
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  return centred
    .div(np.sqrt(variance.add(1e-5)))
    .mul(gamma)
    .add(beta);
}

/** The shapes of the inputs after x, a constant that the op needs, and the op. */
const ops = {
  relu: { forward: ([x]) => nn.relu(x) },
  tanh: { forward: ([x]) => np.tanh(x) },
  exp: { forward: ([x]) => np.exp(x) },
  add: { others: (shape) => [shape], forward: ([x, y]) => x.add(y) },
  dropout: { forward: ([x], { constant }) => dropout(x, constant), constant: () => key(0) },
  biasReluDropout: {
    others: (shape) => [[shape.at(-1)]],
    forward: ([x, bias], { constant }) => dropout(nn.relu(x.add(bias)), constant),
    constant: () => key(0),
  },
  sum: { forward: ([x], { axis }) => (axis === undefined ? x.sum() : x.sum(axis)) },
  softmaxCrossEntropy: {
    constant: ([rows, classes]) => np.array(oneHotClasses(rows, classes, 2), { shape: [rows, classes] }),
    forward: ([x], { constant }) => np.mean(nn.logSoftmax(x).mul(constant).sum(-1)).neg(),
  },
  batchNorm: {
    others: ([, channels]) => [[channels], [channels]],
    forward([x, gamma, beta]) {
      const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
      const shape = along(x.shape.length, 1);
      return normalize(x, axes, gamma.reshape(shape), beta.reshape(shape));
    },
  },
  layerNorm: {
    others: (shape) => [[shape.at(-1)], [shape.at(-1)]],
    forward: ([x, gamma, beta]) => normalize(x, [x.shape.length - 1], gamma, beta),
  },
};

/** The result of random.key(t), without the kernels that it runs. */
const key = (t) => np.array(Uint32Array.of(0, t));

/** Runs `step`, which returns a list of arrays, `times` times, and waits for each result. */
async function repeat(times, step) {
  let value;
  for (let i = 0; i < times; i++) {
    const results = step();
    await blockUntilReady(results);
    if (i === times - 1) value = results[0].ref.ravel().slice(0).item();
    tree.dispose(results);
  }
  return value;
}

/** Runs one op repeatedly, on request with its derivatives by every input. */
export function op({ op: name, shape, axis, backward }) {
  const { others = () => [], constant: makeConstant, forward } = known('op', ops, name);
  const inputs = [shape, ...others(shape)].map((each, i) => values(each, i + 1));
  // An op without a constant gets a number that it does not read.
  const constant = makeConstant?.(shape) ?? np.array([0]);
  const apply =
    (given) =>
    (...xs) =>
      forward(xs, { axis, constant: given.ref });
  const run = jit((given, ...xs) => {
    const y = apply(given)(...xs);
    given.dispose();
    return [y];
  });
  if (!backward) {
    return {
      run: (times) => repeat(times, () => run(constant.ref, ...inputs.map((x) => x.ref))),
      dispose: () => tree.dispose([inputs, constant]),
    };
  }
  const [y] = run(constant.ref, ...inputs.map((x) => x.ref));
  const dy = y.shape.length === 0 ? np.ones([]) : values(y.shape, 9);
  y.dispose();
  const both = jit((given, gradient, ...xs) => {
    const [value, pullBack] = vjp(apply(given), xs);
    const gradients = pullBack(gradient);
    given.dispose();
    return [value, ...gradients];
  });
  return {
    run: (times) => repeat(times, () => both(constant.ref, dy.ref, ...inputs.map((x) => x.ref))),
    dispose: () => tree.dispose([inputs, constant, dy]),
  };
}

/** One pass of a convolution. For a gradient, jit drops the parts of the forward pass that nothing needs. */
export function convolution({ batch, inputs, outputs, size, side, pass }) {
  const x = values([batch, inputs, size, size], 1);
  const w = values([outputs, inputs, side, side], 2);
  const dy = values([batch, outputs, size, size], 3);
  const convolve = (a, b) => lax.convGeneralDilated(a, b, [1, 1], 'SAME');
  const passes = {
    forward: [jit((a, b) => [convolve(a, b)]), x, w],
    inputGradient: [
      jit((a, b, g) => {
        const [y, pullBack] = vjp((input) => convolve(input, b.ref), [a]);
        y.dispose();
        return pullBack(g);
      }),
      ...[x, w, dy],
    ],
    weightGradient: [
      jit((a, b, g) => {
        const [y, pullBack] = vjp((weight) => convolve(a.ref, weight), [b]);
        y.dispose();
        return pullBack(g);
      }),
      ...[x, w, dy],
    ],
  };
  const [step, ...arrays] = known('pass', passes, pass);
  return {
    run: (times) => repeat(times, () => step(...arrays.map((array) => array.ref))),
    dispose: () => tree.dispose([x, w, dy]),
  };
}

/** A chain of many ops on few elements; under one jit if ours captures it. */
export function manyOps({ op: name, count, recorded }) {
  const x = values([4, 4], 1);
  const y = values([4, 4], 2);
  const apply = known('op', { add: (a, b) => a.add(b), matmul: (a, b) => np.matmul(a, b) }, name);
  const many = (first, other) => {
    let z = first;
    for (let i = 0; i < count; i++) z = apply(z, other.ref);
    other.dispose();
    return [z];
  };
  const step = recorded ? jit(many) : many;
  return {
    run: (times) => repeat(times, () => step(x.ref, y.ref)),
    dispose: () => tree.dispose([x, y]),
  };
}
