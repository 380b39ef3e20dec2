import '@tensorflow/tfjs-backend-wasm';
import { losses, setBackend, train } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** The `mlp` suite's model and its training step. */
export async function createStep() {
  await setBackend('wasm');
  const model = sequential({
    layers: [
      layers.dense({ units: 256, inputShape: [784] }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 128 }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 10 }),
    ],
  });
  const loss = (labels, logits) => losses.softmaxCrossEntropy(labels, logits);
  model.compile({ optimizer: train.adam(1e-3), loss });
  return (x, y) => model.trainOnBatch(x, y);
}
