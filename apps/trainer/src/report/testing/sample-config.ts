import type { ReportData } from '../report-data.ts';

/** Sample options of a run on digits, in the order of `config.json`. */
export const sampleConfig: ReportData['config'] = {
  recipe: 'mnist-mlp',
  epochs: 12,
  batchSize: 128,
  optimizer: 'adamw',
  learningRate: 3e-3,
  momentum: 0.9,
  weightDecay: 1e-2,
  schedule: 'cosine',
  warmupSteps: 200,
  maxGradNorm: null,
  dropout: 0.3,
  labelSmoothing: 0,
  l1: 0,
  inputNoise: 0,
  labelNoise: 0,
  trainSize: null,
  validationSize: 5000,
  seed: 0,
  dataDir: null,
  portable: false,
  compile: true,
  threads: null,
};
