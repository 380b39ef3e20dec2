import { parameter, square } from '@regopt/autograd';
import { createGenerator, ones, scope, type Tensor, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { BatchNorm1d } from '../layers/batch-norm1d.ts';
import { Linear } from '../layers/linear.ts';
import { Sequential } from '../layers/sequential.ts';
import { namedBuffers } from './named-buffers.ts';
import { namedParameters } from './named-parameters.ts';
import { parameters } from './parameters.ts';
import { snakeCase } from './snake-case.ts';
import { stateDict } from './state-dict.ts';

const generator = createGenerator(1);
const linear = (): Linear => new Linear(1, 1, { generator, bias: false });

describe('walking', () => {
  it('finds tensors in fields, layers, arrays, Maps and plain objects, in their order', () => {
    class Net {
      readonly firstBlock = new Sequential(linear());
      readonly heads = { leftHand: linear(), right: linear() };
      readonly list = [linear(), [linear()]];
      readonly byName = new Map([['keyName', linear()]]);
      readonly scale = parameter(ones([2]));
      readonly positionTable = zeros([3]);
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect([...stateDict(new Net()).keys()]).toEqual([
      'first_block.0.weight',
      'heads.left_hand.weight',
      'heads.right.weight',
      'list.0.weight',
      'list.1.0.weight',
      'by_name.key_name.weight',
      'scale',
      'position_table',
    ]);
    expect([...namedBuffers(new Net()).keys()]).toEqual(['position_table']);
    expect(namedParameters(new Net()).size).toBe(7);
  });

  it('takes several layers in an array or object', () => {
    expect(parameters([linear(), linear()])).toHaveLength(2);
    expect([...namedParameters({ encoder: linear() }).keys()]).toEqual(['encoder.weight']);
  });

  it('lists a shared tensor once, under its first name', () => {
    const shared = linear();
    const other = linear();
    Object.assign(other, { weight: shared.weight });
    expect([...stateDict([shared, other, shared]).keys()]).toEqual(['0.weight']);
  });

  it('does not follow a link back', () => {
    const child = { weight: parameter(ones([1])), parent: undefined as object | undefined };
    const root = { child };
    child.parent = root;
    expect([...stateDict(root).keys()]).toEqual(['child.weight']);
  });

  it('passes over private fields, typed arrays, functions and objects of other classes', () => {
    class Cache {
      readonly held = ones([1]);
    }
    class Net {
      readonly #last = ones([1]);
      readonly cache = new Cache();
      readonly sizes = new Float32Array(3);
      readonly activation = (x: Tensor): Tensor => x;
      readonly nothing = null;
      forward(): Tensor {
        return this.#last;
      }
    }
    expect(stateDict(new Net()).size).toBe(0);
  });

  it('refuses a field that holds a computed tensor, and two fields of one name', () =>
    scope(() => {
      const w = parameter(ones([1]));
      expect(() => parameters({ attention: square(w) })).toThrow(
        'namedParameters: field attention holds a tensor that was computed from parameters. Keep it in a private #field.',
      );
      expect(() => stateDict({ myWeight: w, my_weight: ones([1]) })).toThrow(
        'stateDict: two fields are both named my_weight in snake_case. Rename one.',
      );
    }));

  it('refuses what is no layer', () => {
    expect(() => parameters(ones([1]))).toThrow(
      'namedParameters: takes a layer, or layers in an array or object, got a tensor.',
    );
    expect(() => stateDict(new Date(0))).toThrow(
      'stateDict: takes a layer, or layers in an array or object, got an object of class Date without forward().',
    );
    expect(() => namedBuffers(undefined as unknown as object)).toThrow('got undefined.');
  });

  it('tells parameters from buffers after training as before', () =>
    scope(() => {
      const layer = new BatchNorm1d(2);
      layer.forward(ones([3, 2]), { training: true });
      expect([...namedParameters(layer).keys()]).toEqual(['weight', 'bias']);
      expect([...namedBuffers(layer).keys()]).toEqual(['running_mean', 'running_var', 'num_batches_tracked']);
    }));
});

describe('snakeCase', () => {
  for (const [name, expected] of [
    ['runningMean', 'running_mean'],
    ['numBatchesTracked', 'num_batches_tracked'],
    ['fc1', 'fc1'],
    ['conv2d', 'conv2d'],
    ['layer1Norm', 'layer1_norm'],
    ['already_snake', 'already_snake'],
    ['MLPHead', 'mlp_head'],
    ['inProjWeight', 'in_proj_weight'],
    ['10', '10'],
  ]) {
    it(`writes ${name} as ${expected}`, () => expect(snakeCase(name!)).toBe(expected));
  }
});
