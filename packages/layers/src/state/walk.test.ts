import { parameter, square } from '@regopt/autograd';
import { createGenerator, ones, scope, type Tensor, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Sequential } from '../container/sequential.ts';
import type { Layer } from '../layer.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { Linear } from '../product/linear.ts';
import { namedBuffers } from './named-buffers.ts';
import { namedParameters } from './named-parameters.ts';
import { parameters } from './parameters.ts';
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
      'heads.leftHand.weight',
      'heads.right.weight',
      'list.0.weight',
      'list.1.0.weight',
      'by_name.keyName.weight',
      'scale',
      'position_table',
    ]);
    expect([...namedBuffers(new Net()).keys()]).toEqual(['position_table']);
    expect(namedParameters(new Net()).size).toBe(7);
  });

  it('accepts several layers in an array or object', () => {
    expect(parameters([linear(), linear()])).toHaveLength(2);
    expect([...namedParameters({ encoder: linear() }).keys()]).toEqual(['encoder.weight']);
  });

  it('lists a shared tensor under each name in a state dict, and once among parameters', () => {
    const shared = linear();
    const other = linear();
    Object.assign(other, { weight: shared.weight });
    const state = stateDict([shared, other, shared]);
    expect([...state.keys()]).toEqual(['0.weight', '1.weight', '2.weight']);
    expect(state.get('1.weight')).toBe(shared.weight);
    expect([...namedParameters([shared, other, shared]).keys()]).toEqual(['0.weight']);
    const buffer = zeros([1]);
    expect([...namedBuffers({ a: buffer, b: buffer }).keys()]).toEqual(['a']);
  });

  it('does not follow a cycle', () => {
    const child = { weight: parameter(ones([1])), parent: undefined as object | undefined };
    const root = { child };
    child.parent = root;
    expect([...stateDict(root).keys()]).toEqual(['child.weight']);
  });

  it('ignores private fields, typed arrays, functions and objects of other classes', () => {
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

  it('refuses a field that holds a computed tensor, and two tensors of one name', () =>
    scope(() => {
      class Net {
        readonly aB = ones([1]);
        readonly a_b = ones([1]);
        readonly forward = (x: Tensor): Tensor => x;
      }
      const w = parameter(ones([1]));
      expect(() => parameters({ attention: square(w) })).toThrow(
        'namedParameters: field attention holds a tensor that was computed from parameters. ' +
          'Keep it in a private #field.',
      );
      expect(() => stateDict({ net: new Net() })).toThrow(
        'stateDict: two tensors are named "net.a_b". Rename a field, or name it in the layer\'s stateNames.',
      );
      expect([...stateDict({ aB: w, a_b: ones([1]) }).keys()]).toEqual(['aB', 'a_b']);
    }));

  it('lists a tensor once if it gets the same name twice', () =>
    scope(() => {
      const w = parameter(ones([1]));
      class Tied {
        readonly stateNames = { encode: 'weight', decode: 'weight' };
        readonly encode = w;
        readonly decode = w;
        readonly forward = (x: Tensor): Tensor => x;
      }
      expect([...stateDict(new Tied())]).toEqual([['weight', w]]);
    }));

  it('refuses a value that is not a layer', () => {
    expect(() => parameters(ones([1]))).toThrow(
      'namedParameters: takes a layer, or layers in an array or object, got a tensor.',
    );
    expect(() => stateDict(new Date(0))).toThrow(
      'stateDict: takes a layer, or layers in an array or object, ' +
        'got an object of class Date without forward().',
    );
    expect(() => namedBuffers(undefined as unknown as object)).toThrow('got undefined.');
  });

  it('distinguishes parameters from buffers after training too', () =>
    scope(() => {
      const layer = new BatchNorm1d(2);
      layer.forward(ones([3, 2]), { training: true });
      expect([...namedParameters(layer).keys()]).toEqual(['weight', 'bias']);
      expect([...namedBuffers(layer).keys()]).toEqual(['running_mean', 'running_var', 'num_batches_tracked']);
    }));
});

describe('names', () => {
  class Attention implements Layer {
    readonly queries = linear();
    readonly inner = new Sequential(linear());
    readonly outProj = linear();
    readonly stateNames = { queries: 'self.query', inner: '' };
    forward(x: Tensor): Tensor {
      return x;
    }
  }

  it('of fields are overridden by stateNames; the empty name adds nothing', () => {
    expect([...stateDict({ block: new Attention() }).keys()]).toEqual([
      'block.self.query.weight',
      'block.0.weight',
      'block.out_proj.weight',
    ]);
    expect([...stateDict(new Attention()).keys()]).toEqual([
      'self.query.weight',
      '0.weight',
      'out_proj.weight',
    ]);
  });

  it('of fields are not looked up in Object.prototype', () => {
    class Net implements Layer {
      readonly valueOf = linear as unknown as () => object;
      readonly constructorWeight = ones([1]);
      readonly toString = ones([1]) as unknown as () => string;
      readonly stateNames = {};
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect([...stateDict(new Net()).keys()]).toEqual(['constructor_weight', 'to_string']);
  });

  it('of a Map, an array or a plain object are its keys, in any spelling', () => {
    const keys = ['leftHand', 'LayerNorm', 'aB', 'a_b', 'conv2D', 'a.b', 'größe'];
    const tensors = () => keys.map((key) => [key, ones([1])] as const);
    expect([...stateDict(new Map(tensors())).keys()]).toEqual(keys);
    expect([...stateDict(Object.fromEntries(tensors())).keys()]).toEqual(keys);
  });
});
