import { add, mul, parameter, relu } from '@regopt/autograd';
import { createGenerator, readSafetensors, scope, type Tensor, tensor, zeros } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Sequential } from '../container/sequential.ts';
import type { Layer } from '../layer.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { LayerNorm } from '../normalize/layer-norm.ts';
import { Linear } from '../product/linear.ts';
import { loadSafetensors } from './load-safetensors.ts';
import { namedParameters } from './named-parameters.ts';
import { saveSafetensors } from './save-safetensors.ts';
import { stateDict } from './state-dict.ts';

interface Foreign {
  readonly base64: string;
  readonly input: ExpectedValues;
  readonly output: ExpectedValues;
}

interface Golden {
  readonly tied: Foreign & {
    readonly metadata: Readonly<Record<string, string>>;
    readonly names: readonly string[];
    readonly stateDict: readonly string[];
  };
  readonly oldBatchNorm: Foreign & {
    readonly missing: readonly string[];
    readonly unexpected: readonly string[];
    readonly batchesBefore: number;
    readonly batchesAfter: number;
  };
  readonly wrapped: readonly (Foreign & { readonly prefix: string })[];
  readonly bert: Foreign & { readonly names: readonly string[] };
}

declare const atob: (base64: string) => string;

const golden = loadGolden<Golden>('layers/foreign-states');
const fileOf = ({ base64 }: Foreign): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const generator = createGenerator(1);

/** Expects the loaded layer to have PyTorch's output. */
function expectAnswer(layer: Layer, { input, output }: Foreign): void {
  expectClose(layer.forward(tensor(Array.from(input.data), { shape: input.shape })), output, {
    absolute: 1e-6,
  });
}

const perceptron = (): Sequential => new Sequential(new Linear(3, 2, { generator }), new BatchNorm1d(2));

class Tied implements Layer {
  readonly encoder = new Linear(3, 3, { generator, bias: false });
  readonly decoder: Linear;
  constructor(tie = true) {
    this.decoder = new Linear(3, 3, { generator });
    if (tie) Object.assign(this.decoder, { weight: this.encoder.weight });
  }
  forward(x: Tensor): Tensor {
    return this.decoder.forward(relu(this.encoder.forward(x)));
  }
}

describe('a model with a shared weight', () => {
  const file = fileOf(golden.tied);

  it('that safetensors.torch.save_model wrote once is loaded completely, and stays shared', () =>
    scope(() => {
      expect([...readSafetensors(file).tensors.keys()].sort()).toEqual(golden.tied.names);
      const model = new Tied();
      expect(loadSafetensors(model, file)).toEqual({ missing: [], unexpected: [] });
      expect(loadSafetensors(model, readSafetensors(file))).toEqual({ missing: [], unexpected: [] });
      expectAnswer(model, golden.tied);
      expect(model.decoder.weight).toBe(model.encoder.weight);
      expect([...namedParameters(model).keys()]).toEqual(['encoder.weight', 'decoder.bias']);
    }));

  it('fills both tensors of a model that does not share them', () =>
    scope(() => {
      const model = new Tied(false);
      expect(loadSafetensors(model, file)).toEqual({ missing: [], unexpected: [] });
      expectAnswer(model, golden.tied);
    }));

  it('fits a layer with only one of the names', () =>
    scope(() => {
      const { bias } = new Tied().decoder;
      for (const name of ['encoder', 'decoder']) {
        const part = { [name]: { weight: zeros([3, 3]) }, bias: { decoder: { bias } } };
        const rename = (given: string): string => (given.endsWith('bias') ? `bias.${given}` : given);
        expect(loadSafetensors(part, file, { rename })).toEqual({ missing: [], unexpected: [] });
      }
    }));

  it('is saved under all its names, as load_state_dict requires', () =>
    scope(() => {
      const model = new Tied();
      loadSafetensors(model, file);
      expect([...stateDict(model).keys()]).toEqual(golden.tied.stateDict);
      const bytes = saveSafetensors(model);
      const { tensors } = readSafetensors(bytes);
      expect([...tensors.keys()].sort()).toEqual([...golden.tied.stateDict].sort());
      expect(tensors.get('encoder.weight')).toEqual(tensors.get('decoder.weight'));
      const copy = new Tied();
      expect(loadSafetensors(copy, bytes)).toEqual({ missing: [], unexpected: [] });
      expectAnswer(copy, golden.tied);
    }));
});

describe('a batch normalization without num_batches_tracked', () => {
  it('loads strictly as in PyTorch, and keeps its count', () =>
    scope(() => {
      const { missing, unexpected, batchesBefore, batchesAfter } = golden.oldBatchNorm;
      const model = perceptron();
      const { numBatchesTracked } = model[1] as BatchNorm1d;
      numBatchesTracked!.data()[0] = batchesBefore;
      expect(loadSafetensors(model, fileOf(golden.oldBatchNorm))).toEqual({ missing, unexpected });
      expect(numBatchesTracked!.item()).toBe(batchesAfter);
      expectAnswer(model, golden.oldBatchNorm);
    }));
});

describe('a state of a model that PyTorch wrapped', () => {
  for (const each of golden.wrapped) {
    it(`fits once ${each.prefix} is stripped, and the error says so`, () =>
      scope(() => {
        const model = perceptron();
        expect(() => loadSafetensors(model, fileOf(each))).toThrow(
          new RegExp(`^loadSafetensors: the state does not fit.*\\{ rename: '${each.prefix}' \\}`),
        );
        loadSafetensors(model, fileOf(each), { rename: each.prefix });
        expectAnswer(model, each);
      }));
  }
});

describe('a checkpoint with capitals in its names', () => {
  class BertOutput implements Layer {
    readonly dense = new Linear(4, 4, { generator });
    readonly LayerNorm = new LayerNorm(4);
    forward(x: Tensor): Tensor {
      return this.LayerNorm.forward(add(this.dense.forward(x), x));
    }
  }

  class BertLayer implements Layer {
    readonly attention = { output: new BertOutput() };
    readonly conv2D = new Linear(4, 4, { generator, bias: false });
    readonly Wq = parameter(zeros([4]));
    readonly inProjWeight = parameter(zeros([4]));
    forward(x: Tensor): Tensor {
      const y = this.conv2D.forward(this.attention.output.forward(x));
      return add(mul(y, this.Wq), this.inProjWeight);
    }
  }

  it('has the names of fields that are spelled the same, or in camelCase', () =>
    scope(() => {
      const layer = new BertLayer();
      const model = { bert: { encoder: { layer: [layer] } } };
      expect([...stateDict(model).keys()].sort()).toEqual([...golden.bert.names].sort());
      expect(loadSafetensors(model, fileOf(golden.bert))).toEqual({ missing: [], unexpected: [] });
      expectAnswer(layer, golden.bert);
    }));
});
