import { Sequential } from '@regopt/layers';
import type { DataForm } from '../data/data-form.ts';
import { tableOptions } from '../data/table-source.ts';
import { UsageError } from '../usage-error.ts';
import { denseLayers } from './dense-layers.ts';
import type { Recipe } from './recipe.ts';

/** Measured on the tables of docs/own-data.md, beside 64,64 and 128,64. */
const usual: readonly number[] = [128];

/** A network of hidden layers on the rows of a table. Without data, its defaults are those of 1,000 rows. */
export const table: Recipe = tableRecipe({ task: 'classification', inputs: [1], outputs: 2, examples: 1000 });

function tableRecipe(form: DataForm, about = 'a table'): Recipe {
  const { task, inputs, outputs, examples } = form;
  const widthsOf = (hidden: readonly number[] | null): number[] => [...inputs, ...(hidden ?? usual), outputs];
  return {
    name: 'table',
    summary: ({ network: { hidden } }) =>
      `a multilayer perceptron, ${widthsOf(hidden).join('-')}, on ${about}`,
    task,
    reads: ['table'],
    dataOptions: tableOptions,
    needsData: true,
    defaults: {
      epochs: 100,
      patience: 20,
      // Averages of the weights make the choice of the best epoch less of a chance.
      ema: 0.99,
      // About 20 steps an epoch on small tables; on large ones, batches that threads share well.
      batchSize: examples < 1000 ? 16 : examples < 10_000 ? 64 : 256,
      optimizer: { name: 'adamw', learningRate: 3e-3, weightDecay: 1e-2 },
      schedule: { name: 'cosine' },
      loss: { name: task === 'classification' ? 'crossEntropy' : 'mse' },
      network: { hidden: [...usual], activation: 'relu', batchNorm: false, dropout: 0.1 },
      trainSize: null,
      validationSize: null,
      data: { testShare: 0.2, validationShare: 0.2 },
    },
    on: tableRecipe,
    variants: ({ network: { hidden } }) => [
      {
        name: 'mlp',
        title: widthsOf(hidden).join('-'),
        build: ({ network }, generator) =>
          new Sequential(...denseLayers(widthsOf(hidden), network, generator)),
      },
    ],
    async load() {
      throw new UsageError('train: table needs data: --data FILE.csv --target COLUMN.');
    },
  };
}
