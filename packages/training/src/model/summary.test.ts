import { linear, matmul, noGrad } from '@regopt/autograd';
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  Flatten,
  Frozen,
  type Layer,
  Linear,
  MaxPool2d,
  Relu,
  Residual,
  Sequential,
} from '@regopt/layers';
import { createGenerator, isTensor, memory, ones, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { summary } from './summary.ts';

const generator = createGenerator(1);

const mlp = () =>
  new Sequential(
    new Linear(784, 256, { generator }),
    new BatchNorm1d(256),
    new Relu(),
    new Dropout(0.3),
    new Linear(256, 128, { generator }),
    new BatchNorm1d(128),
    new Relu(),
    new Dropout(0.3),
    new Linear(128, 10, { generator }),
  );

describe('summary', () => {
  it('has the numbers of torchinfo for a perceptron, which adds a bias and a scale per row', () => {
    const { layers, trainable, frozen, buffers, bytes, multiplyAdds } = summary(mlp(), [32, 784]);
    expect({ trainable, frozen, buffers }).toEqual({ trainable: 235914, frozen: 0, buffers: 770 });
    expect(bytes).toBe(4 * (235914 + 770));
    expect(layers.map(({ name, kind, output, parameters }) => [name, kind, output, parameters])).toEqual([
      ['', 'Sequential', [32, 10], 0],
      ['0', 'Linear', [32, 256], 200960],
      ['1', 'BatchNorm1d', [32, 256], 512],
      ['2', 'Relu', [32, 256], 0],
      ['3', 'Dropout', [32, 256], 0],
      ['4', 'Linear', [32, 128], 32896],
      ['5', 'BatchNorm1d', [32, 128], 256],
      ['6', 'Relu', [32, 128], 0],
      ['7', 'Dropout', [32, 128], 0],
      ['8', 'Linear', [32, 10], 1290],
    ]);
    expect(multiplyAdds).toBe(32 * (784 * 256 + 256 * 128 + 128 * 10));
    // torchinfo 1.8.0 says 7,549,248: it counts each parameter of a layer once per row.
    expect(multiplyAdds + 32 * (256 + 128 + 10 + 512 + 256)).toBe(7549248);
    expect(layers.reduce((sum, each) => sum + each.multiplyAdds, 0)).toBe(multiplyAdds);
  });

  it('counts convolutions by output and filter, with strides, padding and groups', () => {
    const model = new Sequential(
      new Conv2d(1, 8, 3, { generator, padding: 1, bias: false }),
      new BatchNorm2d(8),
      new Relu(),
      new MaxPool2d(2),
      new Conv2d(8, 16, [3, 5], { generator, stride: 2, groups: 4 }),
      new Flatten(),
      new Linear(16 * 6 * 5, 10, { generator }),
    );
    const { layers, multiplyAdds, trainable } = summary(model, [2, 1, 28, 28]);
    expect(layers.map(({ multiplyAdds }) => multiplyAdds)).toEqual([
      0,
      2 * 8 * 28 * 28 * 9,
      ...[0, 0, 0],
      2 * 16 * 6 * 5 * (2 * 3 * 5),
      0,
      2 * 480 * 10,
    ]);
    expect(layers[5]!.output).toEqual([2, 16, 6, 5]);
    expect(multiplyAdds).toBe(112896 + 28800 + 9600);
    // torchinfo 1.8.0: 5,394 parameters, and 112,896 for the first convolution. It counts biases.
    expect(trainable).toBe(5394);
  });

  it('counts products that a layer calls itself, those over several axes too, and none under noGrad', () => {
    class Attention implements Layer {
      readonly inner = new Linear(4, 4, { generator, bias: false });
      readonly weight = new Linear(4, 6, { generator }).weight;
      forward(x: Tensor): Tensor {
        noGrad(() => matmul(x, x));
        const scores = matmul(this.inner.forward(x), x); // [3,4,4] x [3,4,4]
        return linear(scores, this.weight);
      }
    }
    const { layers } = summary(new Attention(), [3, 4, 4]);
    expect(layers).toEqual([
      {
        ...{ name: '', kind: 'Attention', depth: 0, output: [3, 4, 6] },
        ...{ parameters: 24, multiplyAdds: 3 * 4 * 4 * 4 + 12 * 4 * 6 },
      },
      {
        ...{ name: 'inner', kind: 'Linear', depth: 1, output: [3, 4, 4] },
        ...{ parameters: 16, multiplyAdds: 12 * 4 * 4 },
      },
    ]);
  });

  it('tells frozen parameters from running statistics, and counts the products of frozen layers', () => {
    const model = new Sequential(
      new Frozen(new Sequential(new Linear(4, 8, { generator }), new BatchNorm1d(8))),
      new Linear(8, 3, { generator }),
    );
    const { trainable, frozen, buffers, multiplyAdds } = summary(model, [5, 4]);
    expect({ trainable, frozen, buffers, multiplyAdds }).toEqual({
      ...{ trainable: 27, frozen: 40 + 16, buffers: 17, multiplyAdds: 5 * (32 + 24) },
    });
  });

  it('has a row for each call of a shared layer, whose parameters count once', () => {
    const shared = new Linear(4, 4, { generator });
    const { layers, trainable } = summary(new Sequential(new Residual(shared), shared), [2, 4]);
    expect(trainable).toBe(20);
    expect(layers.map(({ name, parameters, multiplyAdds }) => [name, parameters, multiplyAdds])).toEqual([
      ['', 0, 0],
      ['0', 0, 0],
      ['0.inner', 20, 32],
      ['0.inner', 0, 32],
    ]);
  });

  it('counts an op once, however many ways lead to it', () => {
    const blocks = Array.from({ length: 64 }, () => new Residual(new Linear(2, 2, { generator })));
    expect(summary(new Sequential(...blocks), [1, 2]).multiplyAdds).toBe(64 * 4);
  });

  it('takes an input of any dtype as a tensor, and a shape in the dtype of the parameters', () => {
    const words = new Sequential(new Embedding(10, 4, { generator }), new Linear(4, 2, { generator }));
    expect(summary(words, tensor([[1, 2, 3]], { dtype: 'i32' })).layers.map(({ output }) => output)).toEqual([
      [1, 3, 2],
      [1, 3, 4],
      [1, 3, 2],
    ]);
    const exact = new Linear(4, 2, { generator, dtype: 'f64' });
    expect(summary(exact, [1, 4]).bytes).toBe(80);
  });

  it('leaves the model and the memory as they were', () => {
    const model = mlp();
    const before = memory().buffers;
    const statistics = model[1] as BatchNorm1d;
    summary(model, [2, 784]);
    expect(memory().buffers).toBe(before);
    expect(statistics.numBatchesTracked!.item()).toBe(0);
    expect(isTensor(statistics.weight) && statistics.weight.requiresGrad).toBe(true);
  });

  it('is a table as a string', () => {
    const model = new Sequential(
      new Linear(784, 64, { generator }),
      new Relu(),
      new Linear(64, 10, { generator }),
    );
    expect(String(summary(model, [32, 784]))).toBe(
      [
        'layer       output   parameters  multiply-adds',
        'Sequential  [32,10]           0              0',
        '0 (Linear)  [32,64]      50,240      1,605,632',
        '1 (Relu)    [32,64]           0              0',
        '2 (Linear)  [32,10]         650         20,480',
        'total                    50,890      1,626,112',
        'trainable 50,890, frozen 0, buffers 0; 203,560 bytes of parameters and buffers',
      ].join('\n'),
    );
  });

  it("refuses what is no model or no input, and passes on the model's own errors", () => {
    expect(() => summary({} as Layer, [1])).toThrow(
      'summary: needs a model with a forward function, got {}.',
    );
    expect(() => summary(mlp(), 784 as never)).toThrow(
      'summary: the input is a tensor or a shape such as [1, 784], got 784.',
    );
    expect(() => summary(mlp(), [1, 783])).toThrow('linear: x [1,783] does not fit a weight [256,784]');
    expect(() => summary(mlp(), ones([1, 783]))).toThrow('linear: x [1,783]');
  });
});
