import { mse } from '@regopt/autograd';
import { BatchNorm1d, Linear, stateDict } from '@regopt/layers';
import { createGenerator, type Tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { solo } from '../collective/solo.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { curve, curveTraining } from './testing/curve-training.ts';
import { training } from './training.ts';

const error = meanAbsoluteError();
const linear = new Linear(1, 1, { generator: createGenerator(1) });

it.each([
  ['epochs and steps', { steps: 3, epochs: 2 }, 'needs either epochs or steps.'],
  ['no whole number of epochs', { epochs: 1.5 }, 'epochs is a whole number >= 1, got 1.5.'],
  ['no epochs', { epochs: 0 }, 'epochs is a whole number >= 1, got 0.'],
  [
    'a dataset in place of a loader',
    { train: curve },
    'train is a loader: createLoader(dataset, { batchSize })',
  ],
  [
    'the state dict as a model',
    { model: stateDict },
    'needs a model with a forward function, got a function.',
  ],
  ['no loss', { loss: undefined }, 'needs a loss, such as crossEntropy, got undefined.'],
  ['mixup without a generator', { mixup: { alpha: 0.2 } }, 'mixup draws random numbers: give a generator.'],
  ['a negative alpha', { mixup: { alpha: -1 } }, 'mixup.alpha is a finite number above 0, got -1.'],
  [
    'an infinite alpha',
    { mixup: { alpha: Infinity } },
    'mixup.alpha is a finite number above 0, got Infinity.',
  ],
  ['clipNorm 0', { clipNorm: 0 }, 'clipNorm is a number above 0, got 0.'],
  ['a clipValue that is NaN', { clipValue: Number.NaN }, 'clipValue is a number above 0, got NaN.'],
  ['averageFrom alone', { averageFrom: 3 }, 'averageFrom 3 does nothing without average.'],
  ['a metric called loss', { metrics: { loss: {} } }, 'metrics.loss: the loss is measured anyway'],
  [
    'a metric by its function',
    { metrics: { a: mse } },
    'metrics.a is a metric, such as accuracy(), got a function.',
  ],
  [
    'a tensor of the model with a name of the state',
    { model: { training: linear, forward: (x: Tensor) => linear.forward(x) } },
    'the model has a tensor "training.weight", and a state keeps names that begin with training. for itself.',
  ],
  ['a misspelt option', { learningrate: 1 }, 'unknown option "learningrate"'],
  [
    'a callback whose state nobody could load',
    { callbacks: [Object.assign(() => {}, { key: 'a', state: () => ({}) })] },
    'callbacks[0] has a state() and no load(), so that its state would be lost.',
  ],
  [
    'callbacks of one key',
    { callbacks: [1, 2].map(() => Object.assign(() => {}, { key: 'a', state: () => ({}), load() {} })) },
    'two callbacks have the key "a": give one of them another, or leave one out.',
  ],
  [
    'a name of the state',
    { metadata: { 'regopt.checksum': '1' } },
    'metadata: a state keeps keys that begin with',
  ],
  [
    'parameters in place of an average',
    { average: new Map() },
    'average is ema(namedParameters(model)) or swa',
  ],
  ['no parts', { parts: 0 }, 'parts is a whole number >= 1, got 0.'],
  [
    'parts that the processes cannot share evenly',
    { parts: 3, collective: { ...solo, size: 2 } },
    'parts 3 cannot be shared by 2 processes: take a multiple of their number.',
  ],
  [
    'parts without a row in the last batch, on several processes',
    { parts: 6, collective: { ...solo, size: 2 } },
    'a batch has 5 rows, too few for 6 parts on 2 processes: take fewer parts, or dropLast in the loader.',
  ],
  [
    'parts of one row with batch normalization',
    { parts: 3, model: new BatchNorm1d(1) },
    'a batch has 5 rows in 3 parts, and  (BatchNorm1d) needs 2 in each: take fewer parts',
  ],
  [
    'a callback with a state and no key',
    { callbacks: [Object.assign(() => {}, { state: () => ({}), load() {} })] },
    'callbacks[0] has a state() and needs a key for it.',
  ],
  ['a callback that is none', { callbacks: ['log'] }, 'callbacks[0] is a function, got "log".'],
  [
    'one metric for training steps and evaluations',
    { metrics: { error }, trainMetrics: { error } },
    'a metric adds up in one place: make one for metrics and another for trainMetrics.',
  ],
  [
    'metadata that are no texts',
    { metadata: { scaler: { mean: 1 } } },
    'metadata are strings; scaler is { mean }.',
  ],
] as const)('%s is refused in a sentence', (_, wrong, message) => {
  expect(() => training({ ...curveTraining(), ...wrong } as TrainingOptions)).toThrow(`training: ${message}`);
});
