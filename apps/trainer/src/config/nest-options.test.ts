import { describe, expect, it } from 'vitest';
import { nestOptions } from './nest-options.ts';
import { pathText } from './option-layer.ts';
import { recipeConfig, resolveConfig } from './resolve-config.ts';

/** A `config.json` as runs wrote it before options had groups. */
const old = {
  recipe: 'mnist-mlp',
  epochs: 12,
  batchSize: 128,
  optimizer: 'adamw',
  learningRate: 0.003,
  momentum: 0.9,
  weightDecay: 0.01,
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

const resolved = (flat: object) =>
  resolveConfig([{ options: nestOptions({ ...flat }).options, nameOf: pathText }]).config;

describe('options in the flat form', () => {
  it('are those of the same run', () => {
    expect(resolved(old)).toEqual(recipeConfig('mnist-mlp'));
    expect(resolved({ ...old, optimizer: 'sgd', momentum: 0.5, labelSmoothing: 0.1 })).toEqual(
      recipeConfig('mnist-mlp', { optimizer: { name: 'sgd', momentum: 0.5 }, loss: { labelSmoothing: 0.1 } }),
    );
    const curve = { ...old, recipe: 'curve-regression', dropout: 0.05 };
    expect(resolved(curve).loss).toEqual({ name: 'mse' });
  });

  it('may lack what older runs lacked', () => {
    const { compile: _, threads: __, ...older } = old;
    expect(resolved(older)).toEqual(recipeConfig('mnist-mlp'));
  });

  it('keep a momentum that was set, which an optimizer without momentum refuses', () => {
    expect(() => resolved({ ...old, momentum: 0.5 })).toThrow('optimizer.momentum is an option of sgd');
  });

  it('may be written in any order, and beside groups', () => {
    expect(nestOptions({ momentum: 0.5, optimizer: 'sgd', network: { dropout: 0 } }).options).toEqual({
      optimizer: { momentum: 0.5, name: 'sgd' },
      network: { dropout: 0 },
    });
  });

  it('keep their names for messages', () => {
    const { flatNames } = nestOptions({ learningRate: 1, epochs: 1 });
    expect([...flatNames]).toEqual([['optimizer.learningRate', 'learningRate']]);
  });
});
