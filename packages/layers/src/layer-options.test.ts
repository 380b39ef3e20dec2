import { createGenerator, ones, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as layers from './index.ts';
import {
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Dropout2d,
  Elu,
  Embedding,
  elasticNetPenalty,
  Flatten,
  Frozen,
  GaussianNoise,
  Gelu,
  kaimingNormal,
  kaimingUniform,
  LayerNorm,
  LeakyRelu,
  Linear,
  l1Penalty,
  l2Penalty,
  loadSafetensors,
  loadStateDict,
  MaxPool2d,
  orthogonal,
  Sequential,
  saveSafetensors,
  xavierNormal,
  xavierUniform,
} from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

const generator = createGenerator(1);
const weight = ones([2, 2]);
const linear = new Linear(2, 2, { generator });

/**
 * Every class and function with options, by its name in errors: a call with given options, and valid options.
 */
const takers: readonly [string, (options: object) => unknown, object][] = [
  ['Linear', (o) => new Linear(2, 2, o as never), { generator }],
  ['Conv2d', (o) => new Conv2d(1, 1, 1, o as never), { generator }],
  ['Embedding', (o) => new Embedding(2, 2, o as never), { generator }],
  ['BatchNorm1d', (o) => new BatchNorm1d(4, o), { epsilon: 0.5 }],
  ['BatchNorm2d', (o) => new BatchNorm2d(4, o), { momentum: null }],
  ['LayerNorm', (o) => new LayerNorm(4, o), { affine: false }],
  ['Flatten', (o) => new Flatten(o), { startAxis: 1 }],
  ['MaxPool2d', (o) => new MaxPool2d(2, o), { stride: [1, 2] }],
  ['AvgPool2d', (o) => new AvgPool2d(2, o), { countIncludePad: false }],
  ['Elu', (o) => new Elu(o), { alpha: 0.5 }],
  ['Gelu', (o) => new Gelu(o), { approximate: 'tanh' }],
  ['LeakyRelu', (o) => new LeakyRelu(o), { slope: 0.1 }],
  ['xavierUniform', (o) => xavierUniform(weight, o as never), { generator, gain: 2 }],
  ['xavierNormal', (o) => xavierNormal(weight, o as never), { generator }],
  ['kaimingUniform', (o) => kaimingUniform(weight, o as never), { generator, mode: 'fanOut' }],
  ['kaimingNormal', (o) => kaimingNormal(weight, o as never), { generator, slope: 0.1 }],
  ['orthogonal', (o) => orthogonal(weight, o as never), { generator }],
  ['elasticNetPenalty', (o) => elasticNetPenalty([weight], o as never), { l1: 0, l2: 1 }],
  ['Frozen', (o) => new Frozen(linear, o), { trainable: true }],
  ['loadSafetensors', (o) => loadSafetensors(linear, saveSafetensors(linear), o), { strict: false }],
  ['loadStateDict', (o) => loadStateDict(linear, new Map(), o as never), { strict: false }],
  ['saveSafetensors', (o) => saveSafetensors(linear, o as never), { metadata: {} }],
];

it('every class and function with options is tested here', () => {
  const taker = /^export (?:function (\w+)[^{]*?|class (\w+)[\s\S]*?constructor\([^{]*?)\boptions\??: /gm;
  const named = Object.entries(sources).flatMap(([path, text]) =>
    path.includes('test') ? [] : [...text.matchAll(taker)].map(([, fn, name]) => (fn ?? name)!),
  );
  expect(
    named.filter((name) => name in layers).sort(),
    'packages/layers/src/layer-options.test.ts: add a row to `takers` for each +, remove that of each -',
  ).toEqual(takers.map(([name]) => name).sort());
});

describe.each(takers)('the options of %s', (name, make, good) => {
  it('may be the documented ones, and nothing else', () => {
    expect(() => make(good)).not.toThrow();
    expect(() => make({ ...good, surprise: 1 })).toThrow(ValueError);
    expect(() => make({ ...good, surprise: 1 })).toThrow(`${name}: unknown option "surprise"; known: `);
  });

  it('have values of their types', () => {
    for (const key of Object.keys(good)) {
      const wrong = key === 'momentum' ? '0.1' : Promise.resolve(1);
      expect(() => make({ ...good, [key]: wrong })).toThrow(ValueError);
      expect(() => make({ ...good, [key]: wrong })).toThrow(
        new RegExp(`^${name}: .*${key}.*(promise|got "0.1")`),
      );
    }
  });
});

describe('an argument of the wrong type', () => {
  it.each([
    [() => new Dropout('0.2' as never), 'Dropout: probability lies in 0..1, got "0.2".'],
    [() => new Dropout({ p: 0.2 } as never), 'Dropout: probability lies in 0..1, got { p }.'],
    [
      () => new GaussianNoise('1' as never),
      'GaussianNoise: standardDeviation is a finite number >= 0, got "1".',
    ],
    [() => new Linear('2' as never, 2, { generator }), 'Linear: inputs is a whole number >= 1, got "2".'],
    [() => new Linear(2, 2, 1 as never), 'Linear: options are an object of generator, bias, dtype, got 1.'],
    [
      () => new Linear(2, 2, { generatr: generator } as never),
      'Linear: unknown option "generatr"; did you mean "generator"?',
    ],
    [() => new Linear(2, 2, undefined as never), 'Linear: draws random numbers and was given no generator'],
    [
      () => xavierNormal(weight, { generatr: generator } as never),
      'xavierNormal: unknown option "generatr"; did you mean "generator"?',
    ],
    [
      () => new Conv2d(1, 2, { kernelSize: 3 } as never, { generator }),
      'Conv2d: kernelSize is a whole number >= 1 or a pair [height, width] of them, got { kernelSize }.',
    ],
    [
      () => l2Penalty(new Sequential(linear) as never, 0.1),
      'l2Penalty: takes tensors, as parameters(model) gives them, got a Sequential.',
    ],
    [() => l2Penalty(linear as never, 0.1), 'parameters(model) gives them, got a Linear.'],
    [() => l1Penalty(null as never, 0.1), 'parameters(model) gives them, got null.'],
    [
      () => new Linear(2, 2, { generator: 1 as never }),
      'Linear: generator is what createGenerator(seed) gives, got 1.',
    ],
  ])('is shown as it is: %s', (make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });
});

describe('the context of a forward pass', () => {
  const layers = [
    new Dropout(0.5),
    new Dropout2d(0.5),
    new GaussianNoise(1),
    new BatchNorm1d(2),
    new Frozen(new Linear(2, 2, { generator })),
  ];

  it.each(layers.map((layer) => [layer.constructor.name, layer] as const))(
    'is read by %s, which refuses a misspelt one rather than to evaluate in silence',
    (name, layer) => {
      const forward = (context: unknown) => () => layer.forward(ones([2, 2]), context as never);
      expect(forward({ train: true })).toThrow(
        `${name}: forward: unknown option "train"; did you mean "training"?`,
      );
      expect(forward({ trainning: true })).toThrow('did you mean "training"?');
      expect(forward({ gen: generator })).toThrow('did you mean "generator"?');
      expect(forward({ training: 'yes' })).toThrow(`${name}: forward: training is a boolean, got "yes".`);
      expect(forward(true)).toThrow(
        `${name}: forward: the context is an object such as { training: true }, got true.`,
      );
    },
  );

  it("may have other entries, for a user's own layers", () => {
    for (const more of [
      { temperature: 2 },
      { trainingStep: 7 },
      { trainer: {} },
      { generation: 3 },
      { train: 1 },
    ])
      for (const context of [more, { training: true, generator, ...more }])
        expect(() => new Dropout(0.5).forward(ones([2, 2]), context as object)).not.toThrow();
  });
});
