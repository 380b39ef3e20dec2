// TensorFlow.js on the back end named by the first word: `wasm` or `cpu`.
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { size, startUp } from './fresh-works.mjs';
import { known, knownLayer, knownOptimizer, knownTransposed, knownWork } from './known.mjs';
import { oneHotClasses } from './random-values.mjs';
import { convolution, manyOps, op, random } from './tensorflow-js-ops.mjs';

const backend = process.argv[3];
await import(`@tensorflow/tfjs-backend-${backend}`);
await tf.setBackend(backend);
await tf.ready();
if (tf.getBackend() !== backend) throw new Error(`the back end ${backend} did not start`);
const simd = backend === 'wasm' && (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'));
const setUp = simd ? 'SIMD, one thread: it has no more in Node' : undefined;

function matmul({ m, k, n, ...rest }) {
  const [transposedA, transposedB] = knownTransposed(rest);
  const a = random(transposedA ? [k, m] : [m, k], 1);
  const b = random(transposedB ? [n, k] : [k, n], 2);
  return {
    run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const c = tf.matMul(a, b, transposedA, transposedB);
        if (i === times - 1) value = c.dataSync()[0];
        c.dispose();
      }
      return value;
    },
    dispose: () => tf.dispose([a, b]),
  };
}

/** TensorFlow.js has no AdamW: this is its Adam after the weight decay, in its operations. */
class AdamW extends tf.AdamOptimizer {
  constructor(learningRate, weightDecay) {
    super(learningRate, 0.9, 0.999);
    this.decay = 1 - learningRate * weightDecay;
  }

  applyGradients(gradients) {
    const names = Array.isArray(gradients) ? gradients.map(({ name }) => name) : Object.keys(gradients);
    const { registeredVariables } = tf.engine();
    tf.tidy(() => {
      for (const name of names)
        registeredVariables[name].assign(tf.mul(registeredVariables[name], this.decay));
    });
    super.applyGradients(gradients);
  }
}

const optimizers = {
  sgd: {
    settings: ['learningRate', 'momentum'],
    make: ({ learningRate, momentum }) => tf.train.momentum(learningRate, momentum),
  },
  adam: { settings: ['learningRate'], make: ({ learningRate }) => tf.train.adam(learningRate) },
  adamw: {
    settings: ['learningRate', 'weightDecay'],
    make: ({ learningRate, weightDecay }) => new AdamW(learningRate, weightDecay),
  },
};

const note = ({ name }) => (name === 'adamw' ? 'AdamW as its Adam after a decay' : undefined);

const makeLayer = {
  linear: (_, units) => layers.layers.dense({ units }),
  conv2d: (_, filters, kernelSize) => layers.layers.conv2d({ filters, kernelSize, padding: 'same' }),
  batchNorm1d: (_) => layers.layers.batchNormalization(),
  batchNorm2d: (_) => layers.layers.batchNormalization(),
  maxPool2d: (poolSize) => layers.layers.maxPooling2d({ poolSize, strides: poolSize }),
  flatten: () => layers.layers.flatten(),
  dropout: (rate) => layers.layers.dropout({ rate }),
  relu: () => layers.layers.activation({ activation: 'relu' }),
  tanh: () => layers.layers.activation({ activation: 'tanh' }),
};

const losses = {
  crossEntropy: {
    loss: (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
    target: ([rows, classes]) => tf.tensor2d(oneHotClasses(rows, classes, 2), [rows, classes]),
  },
  meanSquaredError: {
    loss: (y, output) => tf.losses.meanSquaredError(y, output),
    target: (shape) => random(shape, 2),
  },
};

function train(work) {
  // Channels are the last axis here, for images and activations.
  const [channels, ...sides] = work.input;
  const input = sides.length > 0 ? [...sides, channels] : work.input;
  const model = layers.sequential();
  for (const [i, layer] of work.layers.entries()) {
    if (i === 0) model.add(layers.layers.inputLayer({ inputShape: input }));
    model.add(knownLayer(makeLayer, layer));
  }
  const { loss, target } = known('loss', losses, work.loss);
  model.compile({ optimizer: knownOptimizer(optimizers, work.optimizer), loss });
  const x = random([work.batch, ...input]);
  const y = target([work.batch, work.outputs]);
  return {
    note: note(work.optimizer),
    async run(times) {
      let value;
      for (let i = 0; i < times; i++) value = await model.trainOnBatch(x, y);
      return Number(value);
    },
    dispose() {
      model.dispose();
      tf.dispose([x, y]);
    },
  };
}

function update({ tensors, size: count, optimizer }) {
  const rule = knownOptimizer(optimizers, optimizer);
  const parameters = Array.from({ length: tensors }, (_, i) =>
    tf.variable(random([count], i), true, `p${i}`),
  );
  const gradients = Object.fromEntries(parameters.map(({ name }, i) => [name, random([count], i + tensors)]));
  return {
    note: note(optimizer),
    run(times) {
      for (let i = 0; i < times; i++) rule.applyGradients(gradients);
      return tf.tidy(() => parameters.map((p) => tf.slice(p, 0, 1).dataSync()[0]))[0];
    },
    dispose() {
      rule.dispose();
      tf.dispose([parameters, gradients]);
    },
  };
}

/** TensorFlow.js has no gradient clipping: this one uses its operations. */
function clip({ tensors, size: count }) {
  let gradients = Array.from({ length: tensors }, (_, i) => random([count], i));
  const run = () => {
    const norm = tf.sqrt(tf.addN(gradients.map((g) => tf.sum(tf.square(g)))));
    const factor = tf.minimum(tf.div(1, tf.add(norm, 1e-6)), 1);
    return gradients.map((g) => tf.mul(g, factor));
  };
  return {
    run(times) {
      for (let i = 0; i < times; i++) {
        const clipped = tf.tidy(run);
        tf.dispose(gradients);
        gradients = clipped;
      }
      return tf.tidy(() => tf.slice(gradients[0], 0, 1).dataSync()[0]);
    },
    dispose: () => tf.dispose(gradients),
  };
}

const kinds = {
  matmul,
  convolution,
  op,
  manyOps,
  train,
  update,
  clip,
  startUp: startUp('tensorflow-js.mjs', backend),
  size: size({
    optim: { entry: 'bundles/tensorflow-js-optim.mjs' },
    mlp: {
      entry: 'bundles/tensorflow-js-mlp.mjs',
      files: ['node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'],
    },
  }),
};

export function create(work) {
  const runner = knownWork(kinds, work)(work);
  return { ...runner, note: [runner.note, setUp].filter(Boolean).join('; ') || undefined };
}
