import { createGenerator, ones, readSafetensors, scope, type Tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Sequential } from '../container/sequential.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { Linear } from '../product/linear.ts';
import type { LoadStateDictOptions } from './load-entries.ts';
import { loadStateDict } from './load-state-dict.ts';
import type { Rename } from './rename.ts';
import { saveSafetensors } from './save-safetensors.ts';
import { stateDict } from './state-dict.ts';

const model = (seed: number): Sequential =>
  new Sequential(new Linear(3, 2, { generator: createGenerator(seed) }), new BatchNorm1d(2));
const weightOf = (layer: Sequential): ArrayLike<number> => (layer[0] as Linear).weight.toArray();
const named = (layer: object, rename: (name: string) => string): Map<string, Tensor> =>
  new Map([...stateDict(layer)].map(([name, x]) => [rename(name), x]));

describe('rename', () => {
  it('strips a prefix from the names that begin with it', () =>
    scope(() => {
      const [source, target] = [model(1), model(2)];
      const state = named(source, (name) => (name.startsWith('0') ? `module.${name}` : name));
      expect(loadStateDict(target, state, { rename: 'module.' })).toEqual({ missing: [], unexpected: [] });
      expect(weightOf(target)).toEqual(weightOf(source));
    }));

  it('is a function from the name in the state to the name in the layer', () =>
    scope(() => {
      const [source, target] = [model(1), model(2)];
      const state = named(source, (name) => name.replace('0.', 'fc.').replace('1.', 'norm.'));
      const rename = (name: string): string => name.replace('fc', '0').replace('norm', '1');
      expect(loadStateDict(target, state, { rename })).toEqual({ missing: [], unexpected: [] });
      expect(weightOf(target)).toEqual(weightOf(source));
    }));

  it('of a saved file maps the name in the layer to the name in the file', () =>
    scope(() => {
      const namesOf = (layer: object, rename: Rename) =>
        [...readSafetensors(saveSafetensors(layer, { rename })).tensors.keys()].sort();
      const layer = new Linear(1, 1, { generator: createGenerator(1) });
      expect(namesOf(layer, (name) => `head.${name}`)).toEqual(['head.bias', 'head.weight']);
      expect(namesOf({ net: layer }, 'net.')).toEqual(['bias', 'weight']);
    }));

  it('is refused if it gives two tensors the same name, or no name', () =>
    scope(() => {
      const load = (rename: unknown) => () =>
        loadStateDict(model(1), stateDict(model(2)), { rename } as LoadStateDictOptions);
      expect(load(() => 'x')).toThrow(ValueError);
      expect(load(() => 'x')).toThrow(
        'loadStateDict: rename gives the name "x" to two tensors; one is "0.bias".',
      );
      expect(load(() => undefined)).toThrow(
        'loadStateDict: rename gives a string, and gave undefined for "0.weight".',
      );
      expect(load(1)).toThrow('loadStateDict: rename is a function or a string, got 1.');
      expect(() => saveSafetensors(model(1), { rename: () => 'x' })).toThrow(
        'saveSafetensors: rename gives the name "x" to two tensors; one is "0.bias".',
      );
    }));

  it('may give all names of a shared tensor the same name', () =>
    scope(() => {
      const shared = ones([2]);
      const bytes = saveSafetensors(
        { a: { weight: shared }, b: { weight: shared } },
        { rename: (n) => n.slice(2) },
      );
      expect([...readSafetensors(bytes).tensors.keys()]).toEqual(['weight']);
    }));
});

describe('an error of loadStateDict', () => {
  const load = (layer: object, state: Map<string, Tensor>, options?: LoadStateDictOptions) => () =>
    loadStateDict(layer, state, options);
  const passOver = /\{ strict: false \} passes over missing and unexpected names\.$/;

  for (const prefix of ['module.', '_orig_mod.', 'model.', 'module._orig_mod.', 'net.encoder.']) {
    it(`suggests to strip ${prefix} where all unexpected names begin with it and fit without`, () =>
      scope(() => {
        const state = named(model(1), (name) => prefix + name);
        expect(load(model(2), state)).toThrow(
          `1.num_batches_tracked. { rename: '${prefix}' } strips that prefix from the state's names.`.replace(
            '1.num',
            `${prefix}1.num`,
          ),
        );
        loadStateDict(model(2), state, { rename: prefix });
      }));
  }

  it('suggests to add a prefix if the names lack one', () =>
    scope(() => {
      expect(load({ net: model(2) }, stateDict(model(1)))).toThrow(
        "{ rename: (name) => 'net.' + name } adds that prefix to the state's names.",
      );
      loadStateDict({ net: model(2) }, stateDict(model(1)), { rename: (name) => `net.${name}` });
    }));

  it('suggests no prefix that would not help', () =>
    scope(() => {
      const state = named(model(1), (name) => `module.${name}`);
      expect(load(model(2), new Map([...state, ['head.weight', ones([1])]]))).toThrow(passOver);
      expect(load(model(2), new Map([...state, ['module.head', ones([1])]]))).toThrow(passOver);
      // With both spellings, stripping would give two tensors the same name.
      expect(load(model(2), new Map([...state, ...stateDict(model(1))]))).toThrow(passOver);
      expect(load(model(2), state, { rename: 'model.' })).toThrow(passOver);
      // Some names stay missing, or unexpected.
      const few = new Map([...state].filter(([name]) => name !== 'module.0.bias'));
      expect(load(model(2), few)).toThrow(passOver);
      const plain = stateDict(model(1));
      expect(load({ net: model(2) }, new Map([...plain, ['extra', ones([1])]]))).toThrow(passOver);
      expect(load({ net: model(2), scale: ones([1]) }, new Map([...plain, ['scale', ones([1])]]))).toThrow(
        passOver,
      );
    }));
});
