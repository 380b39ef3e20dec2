import { createGenerator, ones, type Tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  Frozen,
  type Layer,
  Linear,
  layerNames,
  Relu,
  Sequential,
  stateDict,
} from '../index.ts';

const generator = createGenerator(1);

describe('layerNames', () => {
  it('names each layer by the start of the names of its tensors, in the order of the fields', () => {
    class Branches implements Layer {
      readonly firstBranch = new Sequential(new Linear(2, 2, { generator }), new BatchNorm1d(2));
      readonly others = [new Linear(2, 2, { generator })];
      readonly byName = new Map([['Wq', new Linear(2, 2, { generator })]]);
      readonly renamed = new Relu();
      readonly stateNames = { renamed: 'act.fn' };
      forward(x: Tensor): Tensor {
        return this.firstBranch.forward(x);
      }
    }
    const model = new Branches();
    const names = layerNames(model);
    expect([...names.values()]).toEqual([
      ...['', 'first_branch', 'first_branch.0', 'first_branch.1', 'others.0', 'by_name.Wq', 'act.fn'],
    ]);
    for (const [layer, name] of names) {
      const own = [...stateDict(layer)].map(([field, tensor]) => [
        name === '' ? field : `${name}.${field}`,
        tensor,
      ]);
      for (const [path, tensor] of own) expect(stateDict(model).get(path as string)).toBe(tensor);
    }
  });

  it('has a shared layer once, and a cycle does no harm', () => {
    const shared = new Relu();
    const model = { first: shared, second: shared, self: undefined as unknown, forward: (x: Tensor) => x };
    model.self = model;
    expect([...layerNames(model)]).toEqual([
      [model, ''],
      [shared, 'first'],
    ]);
  });

  it('gives Frozen and the layer inside it the same name', () => {
    const linear = new Linear(2, 2, { generator });
    const frozen = new Frozen(linear);
    const names = layerNames(new Sequential(frozen));
    expect([names.get(frozen), names.get(linear)]).toEqual(['0', '0']);
  });

  it('finds no layers in what has none, and refuses what cannot hold any', () => {
    expect(layerNames({}).size).toBe(0);
    expect(() => layerNames(ones([2]))).toThrow(
      'layerNames: takes a layer, or layers in an array or object, got a tensor.',
    );
  });
});
