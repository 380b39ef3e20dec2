import {
  createGenerator,
  DTypeError,
  ones,
  readSafetensors,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Sequential } from '../container/sequential.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { Linear } from '../product/linear.ts';
import { loadSafetensors } from './load-safetensors.ts';
import { loadStateDict } from './load-state-dict.ts';
import { saveSafetensors } from './save-safetensors.ts';
import { stateDict } from './state-dict.ts';

const model = (seed = 1): Sequential =>
  new Sequential(new Linear(3, 2, { generator: createGenerator(seed) }), new BatchNorm1d(2));
const valuesOf = (layer: object): unknown[] => [...stateDict(layer)].map(([name, x]) => [name, x.toArray()]);
const without = (layer: object, ...names: string[]): Map<string, Tensor> =>
  new Map([...stateDict(layer)].filter(([name]) => !names.includes(name)));

/** Expects a load to fail with this class and message, and the layer to be unchanged. */
function expectRefused(
  state: ReadonlyMap<string, Tensor>,
  kind: typeof ValueError | typeof ShapeError | typeof DTypeError,
  message: string,
): void {
  const target = model(2);
  const before = valuesOf(target);
  const load = () => loadStateDict(target, state);
  expect(load).toThrow(kind);
  expect(load).toThrow(message);
  expect(valuesOf(target)).toEqual(before);
}

describe('loadStateDict', () => {
  it('copies every value, and the copy is independent', () =>
    scope(() => {
      const [source, target] = [model(1), model(2)];
      source.forward(ones([4, 3]), { training: true });
      expect(loadStateDict(target, stateDict(source))).toEqual({ missing: [], unexpected: [] });
      expect(valuesOf(target)).toEqual(valuesOf(source));
      (source[0] as Linear).weight.data().fill(0);
      expect(valuesOf(target)).not.toEqual(valuesOf(source));
    }));

  it('lists all mismatches in one error, and changes nothing', () =>
    scope(() => {
      const state = without(model(), '0.bias', '1.running_var');
      state
        .set('0.weight', zeros([2, 4]))
        .set('2.weight', ones([1]))
        .set('1.num_batches_tracked', ones([]));
      expectRefused(
        state,
        ValueError,
        'loadStateDict: the state does not fit the layer; missing: 0.bias, 1.running_var; ' +
          'unexpected: 2.weight; shapes differ: 0.weight is [2,3] in the layer, [2,4] in the state; ' +
          'dtypes differ in kind: 1.num_batches_tracked is i32 in the layer, f32 in the state. ' +
          '{ strict: false } passes over missing and unexpected names.',
      );
    }));

  it('refuses shapes that differ even if the sizes are equal', () =>
    scope(() =>
      expectRefused(
        stateDict(model()).set('0.weight', zeros([3, 2])),
        ShapeError,
        'loadStateDict: the state does not fit the layer; ' +
          'shapes differ: 0.weight is [2,3] in the layer, [3,2] in the state.',
      ),
    ));

  it('refuses integers where the layer has floats', () =>
    scope(() =>
      expectRefused(
        stateDict(model()).set('0.bias', zeros([2], { dtype: 'i32' })),
        DTypeError,
        'loadStateDict: the state does not fit the layer; dtypes differ in kind: 0.bias is f32 in the ' +
          'layer, i32 in the state.',
      ),
    ));

  it('refuses anything but a Map, such as the whole result of readSafetensors', () =>
    scope(() => {
      const file = readSafetensors(saveSafetensors(model()));
      expect(() => loadStateDict(model(), file as never)).toThrow(
        'loadStateDict: a state is a Map from names to tensors, got { tensors, metadata, unsupported }.',
      );
    }));

  it('loads matching names and returns the others if it is not strict; shapes must match anyway', () =>
    scope(() => {
      const [source, target] = [model(1), model(2)];
      const bias = (target[0] as Linear).bias!;
      const kept = bias.toArray();
      const state = without(source, '0.bias').set('head.weight', ones([1]));
      expect(loadStateDict(target, state, { strict: false })).toEqual({
        missing: ['0.bias'],
        unexpected: ['head.weight'],
      });
      expect(bias.toArray()).toEqual(kept);
      expect((target[0] as Linear).weight.toArray()).toEqual((source[0] as Linear).weight.toArray());
      state.set('0.weight', ones([2]));
      expect(() => loadStateDict(target, state, { strict: false })).toThrow(
        'shapes differ: 0.weight is [2,3] in the layer, [2] in the state.',
      );
    }));

  it('converts between f32 and f64', () =>
    scope(() => {
      const exact = new BatchNorm1d(2, { dtype: 'f64' });
      exact.runningMean!.data().set([0.1, 1e-40]);
      const single = new BatchNorm1d(2);
      loadStateDict(single, stateDict(exact));
      expect([...single.runningMean!.toArray()]).toEqual([Math.fround(0.1), Math.fround(1e-40)]);
      loadStateDict(exact, stateDict(single));
      expect(exact.runningMean!.toArray()[0]).toBe(Math.fround(0.1));
    }));

  it('refuses a number that the dtype cannot represent, and data that do not fill their shape', () =>
    scope(() => {
      const big = tensor([1, 1e300], { dtype: 'f64' });
      expectRefused(
        stateDict(model()).set('0.bias', big),
        ValueError,
        'loadStateDict: 0.bias: 1e+300 at index 1 is no f32, a number up to 3.4e38.',
      );
      const entry = { dtype: 'f32', shape: [2], data: new Float32Array(3) } as const;
      const state = new Map<string, Tensor | typeof entry>(stateDict(model())).set('1.bias', entry);
      const layer = model();
      const before = valuesOf(layer);
      expect(() => loadStateDict(layer, state)).toThrow(
        'loadStateDict: 1.bias has 3 values, its shape takes 2.',
      );
      expect(valuesOf(layer)).toEqual(before);
    }));

  it("accepts a layer's own state dict, which changes nothing", () =>
    scope(() => {
      const layer = model();
      const before = valuesOf(layer);
      loadStateDict(layer, stateDict(layer));
      expect(valuesOf(layer)).toEqual(before);
    }));

  it('accepts either name of a shared tensor, or both if they agree, as PyTorch writes them', () =>
    scope(() => {
      const tied = new Linear(2, 2, { generator: createGenerator(1), bias: false });
      const net = { encoder: tied, decoder: tied };
      const four = (value: number) => tensor([value, value, value, value], { shape: [2, 2] });
      expect(loadStateDict(net, new Map([['decoder.weight', four(5)]])).missing).toEqual([]);
      expect(tied.weight.toArray()).toEqual(new Float32Array(4).fill(5));
      const both = (a: number, b: number) =>
        new Map([
          ['encoder.weight', four(a)],
          ['decoder.weight', four(b)],
        ]);
      loadStateDict(net, both(6, 6));
      expect(tied.weight.toArray()).toEqual(new Float32Array(4).fill(6));
      expect(() => loadStateDict(net, both(7, 8))).toThrow(
        'loadStateDict: encoder.weight and decoder.weight share memory in the layer, ' +
          'and their values differ.',
      );
      expect(tied.weight.toArray()).toEqual(new Float32Array(4).fill(6));
    }));
});

describe('safetensors', () => {
  it('of a truncated file change nothing', () =>
    scope(() => {
      const layer = model();
      const before = valuesOf(layer);
      const bytes = saveSafetensors(model(2));
      for (const length of [0, 7, 40, bytes.length - 1])
        expect(() => loadSafetensors(layer, bytes.subarray(0, length))).toThrow('readSafetensors');
      expect(valuesOf(layer)).toEqual(before);
    }));

  it('with tensors of unsupported dtypes load, unless the layer has one of them', () =>
    scope(() => {
      const layer = model();
      const bytes = saveSafetensors(layer);
      const of = (from: string, to: string) => {
        const text = String.fromCharCode(...bytes).replace(from, to);
        return Uint8Array.from(text, (character) => character.charCodeAt(0));
      };
      // The name and dtype of another file, of the same length.
      const foreign = of('"0.bias":{"dtype":"F32"', '"0.bias":{"dtype":"U32"');
      expect(() => loadSafetensors(model(2), foreign)).toThrow(DTypeError);
      expect(() => loadSafetensors(model(2), foreign, { strict: false })).toThrow(
        'dtypes differ in kind: 0.bias is f32 in the layer, U32 in the state.',
      );
      const unneeded = of('"0.bias":{"dtype":"F32"', '"0.biax":{"dtype":"U32"');
      expect(() => loadSafetensors(model(2), unneeded)).toThrow('missing: 0.bias; unexpected: 0.biax.');
      const target = model(2);
      expect(loadSafetensors(target, unneeded, { strict: false })).toEqual({
        missing: ['0.bias'],
        unexpected: ['0.biax'],
      });
      expect((target[0] as Linear).weight.toArray()).toEqual((layer[0] as Linear).weight.toArray());
    }));

  it('of another model are refused with the mismatches', () =>
    scope(() => {
      const other = new Sequential(new Linear(3, 5, { generator: createGenerator(1) }));
      expect(() => loadSafetensors(model(), saveSafetensors(other))).toThrow(
        'missing: 1.weight, 1.bias, 1.running_mean, 1.running_var; ' +
          'shapes differ: 0.weight is [2,3] in the layer, [5,3] in the state, 0.bias is [2] in the ' +
          'layer, [5] in the state.',
      );
    }));
});
