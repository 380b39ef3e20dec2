// TensorFlow.js on the back end named by the argument: `wasm` or `cpu`. It has no AdamW, so Adam stands in.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { oneHotClasses, randomValues } from './random-values.mjs';
import { serve } from './serve.mjs';

await tf.setBackend(process.argv[2]);
await tf.ready();
if (tf.getBackend() !== process.argv[2]) throw new Error(`the back end ${process.argv[2]} did not start`);

const random = (shape, seed = 1) => tf.tensor(randomValues(tf.util.sizeFromShape(shape), seed), shape);

function matmul({ m, k, n }) {
  const a = random([m, k], 1);
  const b = random([k, n], 2);
  return {
    run(times) {
      let value;
      for (let i = 0; i < times; i++) {
        const c = tf.matMul(a, b);
        if (i === times - 1) value = c.dataSync()[0];
        c.dispose();
      }
      return value;
    },
    dispose: () => tf.dispose([a, b]),
  };
}

function createOptimizer({ name, learningRate, momentum }) {
  return name === 'sgd' ? tf.train.momentum(learningRate, momentum) : tf.train.adam(learningRate);
}

const note = ({ name }) => (name === 'adamw' ? 'Adam' : undefined);

const makeLayer = {
  linear: (_, units) => layers.layers.dense({ units }),
  conv2d: (_, filters, kernelSize) => layers.layers.conv2d({ filters, kernelSize, padding: 'same' }),
  batchNorm1d: () => layers.layers.batchNormalization(),
  batchNorm2d: () => layers.layers.batchNormalization(),
  maxPool2d: (poolSize) => layers.layers.maxPooling2d({ poolSize, strides: poolSize }),
  flatten: () => layers.layers.flatten(),
  dropout: (rate) => layers.layers.dropout({ rate }),
  relu: () => layers.layers.activation({ activation: 'relu' }),
  tanh: () => layers.layers.activation({ activation: 'tanh' }),
};

function train(work) {
  // Channels come last here, in images as in what follows from them.
  const [channels, ...sides] = work.input;
  const input = sides.length > 0 ? [...sides, channels] : work.input;
  const model = layers.sequential();
  for (const [i, [kind, ...numbers]] of work.layers.entries()) {
    if (!makeLayer[kind]) throw new Error(`does not know the layer ${kind}`);
    if (i === 0) model.add(layers.layers.inputLayer({ inputShape: input }));
    model.add(makeLayer[kind](...numbers));
  }
  const classify = work.loss === 'crossEntropy';
  const loss = classify
    ? (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits)
    : (y, output) => tf.losses.meanSquaredError(y, output);
  model.compile({ optimizer: createOptimizer(work.optimizer), loss });
  const x = random([work.batch, ...input]);
  const y = classify
    ? tf.tensor2d(oneHotClasses(work.batch, work.outputs, 2), [work.batch, work.outputs])
    : random([work.batch, work.outputs], 2);
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

function update({ tensors, size, optimizer }) {
  const rule = createOptimizer(optimizer);
  const parameters = Array.from({ length: tensors }, (_, i) => tf.variable(random([size], i), true, `p${i}`));
  const gradients = Object.fromEntries(parameters.map(({ name }, i) => [name, random([size], i + tensors)]));
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

const kinds = { matmul, train, update };

await serve((work) => {
  if (!kinds[work.kind]) throw new Error(`does not know the work ${work.kind}`);
  return kinds[work.kind](work);
});
