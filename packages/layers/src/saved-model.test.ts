import { createGenerator, readSafetensors, scope, tensor } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  Dropout,
  LayerNorm,
  Linear,
  loadSafetensors,
  Relu,
  Sequential,
  saveSafetensors,
  Tanh,
} from './index.ts';
import type { FloatDType } from './layer.ts';

interface SavedModel {
  readonly metadata: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, ExpectedValues>>;
  readonly stateDTypes: Readonly<Record<string, 'F32' | 'I64'>>;
  readonly input: { readonly shape: number[]; readonly data: number[] };
  readonly output: ExpectedValues;
  readonly outputF64: ExpectedValues;
}

// Node's modules come from `process`, so that the package is type-checked without Node's types.
declare const process: {
  cwd(): string;
  getBuiltinModule(name: 'node:fs'): {
    existsSync(path: string): boolean;
    readFileSync(path: string): Uint8Array;
  };
};

/** The file written by PyTorch, in the repository that the tests run in. */
function readGoldenFile(): Uint8Array {
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  const below = 'tools/goldens/layers/mlp.safetensors';
  let folder = process.cwd();
  while (!existsSync(`${folder}/${below}`) && folder.includes('/'))
    folder = folder.slice(0, folder.lastIndexOf('/'));
  return readFileSync(`${folder}/${below}`);
}

const golden = loadGolden<SavedModel>('layers/saved-model');
const file = readGoldenFile();

function create(dtype: FloatDType): Sequential {
  const setting = { generator: createGenerator(99), dtype };
  return new Sequential(
    new Linear(6, 8, setting),
    new BatchNorm1d(8, { dtype: setting.dtype }),
    new Relu(),
    new Dropout(0.5),
    new Linear(8, 5, setting),
    new LayerNorm(5, { dtype: setting.dtype }),
    new Tanh(),
    new Linear(5, 3, { ...setting, bias: false }),
  );
}

describe('a model that PyTorch saved', () => {
  for (const [dtype, key, absolute] of [
    ['f32', 'output', 1e-6],
    ['f64', 'outputF64', 1e-12],
  ] as const) {
    it(`loads and gives PyTorch's outputs in ${dtype}`, () =>
      scope(() => {
        const model = create(dtype);
        expect(loadSafetensors(model, file)).toEqual({ missing: [], unexpected: [] });
        expectClose(
          model.forward(tensor(golden.input.data, { shape: golden.input.shape, dtype })),
          golden[key],
          {
            absolute,
          },
        );
      }));
  }

  it('is saved again with the same names, shapes, values and metadata, and its I64 as an I32', () =>
    scope(() => {
      const model = create('f32');
      loadSafetensors(model, file);
      const bytes = saveSafetensors(model);
      const [theirs, ours] = [readSafetensors(file), readSafetensors(bytes)];
      expect(ours.metadata).toEqual(theirs.metadata);
      expect([...ours.metadata]).toEqual(Object.entries(golden.metadata));
      expect(new Map([...ours.tensors].sort())).toEqual(new Map([...theirs.tensors].sort()));
      for (const [name, { shape, dtype }] of ours.tensors) {
        expect(shape, name).toEqual(golden.state[name]!.shape);
        expect(dtype, name).toBe(golden.stateDTypes[name] === 'I64' ? 'i32' : 'f32');
      }
      expect(ours.tensors.size).toBe(Object.keys(golden.state).length);
    }));

  it('is saved with given metadata', () =>
    scope(() => {
      for (const metadata of [{ recipe: 'curve' }, new Map([['recipe', 'curve']])]) {
        const bytes = saveSafetensors(new LayerNorm(2), { metadata });
        expect([...readSafetensors(bytes).metadata]).toEqual([['recipe', 'curve']]);
      }
    }));
});
