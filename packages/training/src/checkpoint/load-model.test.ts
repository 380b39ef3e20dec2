import { Linear, saveSafetensors, stateDict } from '@regopt/layers';
import { createGenerator, ones, readSafetensors, type Tensor, writeSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { encodeCheckpoint } from './checkpoint-file.ts';
import { loadModel } from './load-model.ts';

const linear = (seed: number) => new Linear(3, 2, { generator: createGenerator(seed) });
const valuesOf = (model: object) => Array.from(stateDict(model).values(), (each) => [...each.toArray()]);

describe('loadModel', () => {
  const trained = linear(1);
  const checkpoint = encodeCheckpoint({
    tensors: new Map<string, Tensor>([...stateDict(trained), ['training.optimizer.weight.m', ones([2, 3])]]),
    metadata: { 'regopt.training': '{}' },
  });

  it('loads the weights of a checkpoint, from its bytes or read', () => {
    for (const file of [checkpoint, readSafetensors(checkpoint)]) {
      const model = linear(2);
      loadModel(model, file);
      expect(valuesOf(model)).toEqual(valuesOf(trained));
    }
  });

  it('loads other safetensors files', () => {
    const model = linear(2);
    loadModel(model, saveSafetensors(trained));
    expect(valuesOf(model)).toEqual(valuesOf(trained));
  });

  it('refuses a damaged checkpoint and other models, and changes nothing', () => {
    const model = linear(2);
    const before = valuesOf(model);
    const damaged = checkpoint.slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(() => loadModel(model, damaged)).toThrow('decodeCheckpoint: the file was cut off or changed');
    const other = writeSafetensors({ tensors: { weight: ones([2, 3]), bias: ones([2]), extra: ones([1]) } });
    expect(() => loadModel(model, other)).toThrow('the state does not fit the layer; unexpected: extra.');
    for (const [given, text] of [
      ['best', '"best"'],
      [null, 'null'],
      [new ArrayBuffer(8), 'a ArrayBuffer'],
    ])
      expect(() => loadModel(model, given as never)).toThrow(
        `loadModel: a file is a Uint8Array, or one that was read, got ${text}.`,
      );
    expect(valuesOf(model)).toEqual(before);
  });
});
