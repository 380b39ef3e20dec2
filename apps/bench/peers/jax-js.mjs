// jax-js on its WebAssembly back end. It has no layers and no optimizers, so both are written here in its
// operations. A whole step (forward, backward, update) is one function under jit. Every use of an array
// consumes it, except a use of its `.ref`.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { size, startUp } from './fresh-works.mjs';
import { makeLayer, values } from './jax-js-layers.mjs';
import { convolution, manyOps, op } from './jax-js-ops.mjs';
import { known, knownLayer, knownOptimizer, knownTransposed, knownWork } from './known.mjs';
import { oneHotClasses } from './random-values.mjs';

if (!(await init('wasm')).includes('wasm')) throw new Error('the back end wasm did not start');
defaultDevice('wasm');

function matmul({ m, k, n, ...rest }) {
  const [transposedA, transposedB] = knownTransposed(rest);
  const a = values(transposedA ? [k, m] : [m, k], 1);
  const b = values(transposedB ? [n, k] : [k, n], 2);
  const left = (x) => (transposedA ? np.transpose(x) : x);
  const right = (x) => (transposedB ? np.transpose(x) : x);
  const product = jit((x, y) => np.matmul(left(x), right(y)));
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

/**
 * Optimizers. `update` returns the parameter and the optimizer's state after a step; `corrections` holds 1 -
 * beta1^t and 1 - beta2^t.
 */
const rules = {
  sgd: {
    settings: ['learningRate', 'momentum'],
    make: ({ learningRate, momentum }) => ({
      slots: 1,
      update(p, [buffer], g, corrections) {
        corrections.dispose();
        const next = buffer.mul(momentum).add(g);
        return [p.sub(next.ref.mul(learningRate)), [next]];
      },
    }),
  },
  adam: {
    settings: ['learningRate'],
    make: ({ learningRate }) => rules.adamw.make({ learningRate, weightDecay: 0 }),
  },
  adamw: {
    settings: ['learningRate', 'weightDecay'],
    make: ({ learningRate, weightDecay }) => ({
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
  },
};

/** Updates a list of parameters; returns [parameters, slots] after the step. */
function updateAll(rule, parameters, slots, gradients, corrections) {
  const pairs = parameters.map((p, i) => rule.update(p, slots[i], gradients[i], corrections.ref));
  corrections.dispose();
  return [pairs.map(([p]) => p), pairs.map(([, slot]) => slot)];
}

const correctionsAt = (t) => np.array(Float32Array.of(1 - 0.9 ** t, 1 - 0.999 ** t));
/** The result of random.key(t), without the kernels that it runs. */
const keyAt = (t) => np.array(Uint32Array.of(0, t));
const zerosLike = (p, count) => Array.from({ length: count }, () => np.zeros(p.shape));

const losses = {
  crossEntropy: {
    loss: (output, y) => np.mean(nn.logSoftmax(output).mul(y).sum(-1)).neg(),
    target: ([rows, classes]) => np.array(oneHotClasses(rows, classes, 2), { shape: [rows, classes] }),
  },
  meanSquaredError: {
    loss: (output, y) => np.mean(np.square(output.sub(y))),
    target: (shape) => values(shape, 2),
  },
};

function train(work) {
  const { batch, input, outputs, layers, optimizer } = work;
  const chain = layers.map((layer) => knownLayer(makeLayer, layer));
  const rule = knownOptimizer(rules, optimizer);
  const { loss: measure, target: makeTarget } = known('loss', losses, work.loss);
  const x = values([batch, ...input]);
  const y = makeTarget([batch, outputs]);

  const lossOf = (parameters, buffers, input, target, key) => {
    let output = input;
    const nextBuffers = chain.map((layer, i) => {
      const [next, kept] = layer.forward(parameters[i], buffers[i], output, key, i);
      output = next;
      return kept;
    });
    key.dispose();
    return [measure(output, target), nextBuffers];
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
          keyAt(t),
          correctionsAt(t),
        );
        // After every step: pending work piles up and slows it; its documentation advises regular waits.
        await loss.blockUntilReady();
      }
      await blockUntilReady([parameters, slots, buffers]);
      return loss.item();
    },
    dispose() {
      tree.dispose([parameters, slots, buffers, x, y]);
      step.dispose();
    },
  };
}

function update({ tensors, size: count, optimizer }) {
  const rule = knownOptimizer(rules, optimizer);
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
        await blockUntilReady([parameters, slots]);
      }
      return parameters[0].ref.slice(0).item();
    },
    dispose() {
      tree.dispose([parameters, slots, gradients]);
      step.dispose();
    },
  };
}

function clip({ tensors, size: count }) {
  const step = jit((gradients) => {
    const squares = gradients.map((g) => np.square(g.ref).sum());
    const norm = np.sqrt(squares.reduce((a, b) => a.add(b)));
    const factor = np.minimum(np.reciprocal(norm.add(1e-6)), 1);
    const clipped = gradients.map((g) => g.mul(factor.ref));
    factor.dispose();
    return clipped;
  });
  let gradients = Array.from({ length: tensors }, (_, i) => values([count], i));
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        gradients = step(gradients);
        await blockUntilReady(gradients);
      }
      return gradients[0].ref.slice(0).item();
    },
    dispose() {
      tree.dispose(gradients);
      step.dispose();
    },
  };
}

const works = {
  matmul,
  convolution,
  op,
  manyOps,
  train,
  update,
  clip,
  startUp: startUp('jax-js.mjs'),
  size: size({ mlp: { entry: 'bundles/jax-js-mlp.mjs' } }),
};

export function create(work) {
  return { ...knownWork(works, work)(work), note: 'one thread: it has more in a browser only' };
}
