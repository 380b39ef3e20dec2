import type { Mistake, ReportData } from '../report-data.ts';
import { sampleConfig } from './sample-config.ts';
import { sampleModel } from './sample-model.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** Sample report of a run on digits, with 429 steps per epoch. */
export function sampleDigits(epochs = 12): ReportData {
  const config = { ...sampleConfig, epochs };
  const model = sampleModel({
    title: '784-256-128-10',
    parameterCount: 235_914,
    config,
    epochs,
    stepsPerEpoch: 429,
    learningRate: 3e-3,
    warmupSteps: 200,
    train: 0.008,
    validation: 0.058,
    start: 1.1,
    classes: true,
    seed: 3,
  });
  return {
    recipe: 'mnist-mlp',
    summary: 'a multilayer perceptron, 784-256-128-10 with batch normalization and dropout, on MNIST',
    config,
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    trainCount: 55_000,
    validationCount: 5_000,
    testCount: 10_000,
    trainedSeconds: 31.4,
    ended: 'finished',
    backend: 'wasm',
    models: [
      { ...model, test: { loss: 0.0561, accuracy: 0.9846 }, confusion: confusion(), mistakes: mistakes() },
    ],
  };
}

function confusion(): number[][] {
  const random = seededNumbers(5);
  const rows = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
  return rows.map((total, label) => {
    const row = rows.map((_, predicted) => (predicted === label ? 0 : Math.floor(random() ** 4 * 8)));
    row[label] = total - row.reduce((a, b) => a + b, 0);
    return row;
  });
}

/** Rings of different widths and positions, like handwritten zeros. */
function mistakes(): Mistake[] {
  const random = seededNumbers(9);
  return Array.from({ length: 24 }, (_, i) => {
    const [cx, cy, wide, high] = [12 + 4 * random(), 12 + 4 * random(), 4 + 4 * random(), 6 + 4 * random()];
    const bytes = Uint8Array.from({ length: 784 }, (_, at) => {
      const distance = Math.hypot(((at % 28) - cx) / wide, (Math.floor(at / 28) - cy) / high);
      return Math.max(0, Math.round(255 * (1 - 3 * Math.abs(distance - 1))));
    });
    return {
      index: 97 * i + 8,
      label: i % 10,
      predicted: (i + 3) % 10,
      probability: 0.999 - 0.012 * i,
      pixels: Buffer.from(bytes).toString('base64'),
      channels: 1,
      width: 28,
      height: 28,
    };
  });
}
