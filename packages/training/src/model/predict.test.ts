import { softmax } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { BatchNorm1d, Conv2d, Dropout, Flatten, type Layer, Linear, Sequential } from '@regopt/layers';
import {
  createGenerator,
  memory,
  normal,
  ones,
  type Tensor,
  tensor,
  viewTranspose,
  zeros,
} from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predict } from './predict.ts';
import { predictLabels } from './predict-labels.ts';

const generator = createGenerator(1);
const model = new Sequential(new Linear(3, 4, { generator }), new BatchNorm1d(4), new Dropout(0.5));
const inputs = normal([23, 3], generator);
const dataset = { inputs, targets: zeros([23]) };

describe('predict', () => {
  it('gives the outputs of all rows in order, whatever the batches, shuffled or not, compiled or not', () => {
    const expected = [...model.forward(inputs).toArray()];
    const options = fc.record({
      batchSize: fc.integer({ min: 1, max: 30 }),
      compile: fc.boolean(),
      shuffle: fc.constantFrom(undefined, false, true),
    });
    return fc.assert(
      fc.asyncProperty(options, async ({ batchSize, compile, shuffle }) => {
        const data =
          shuffle === undefined ? inputs : createLoader(dataset, { batchSize, shuffle, seed: batchSize });
        const outputs = await predict(model, data, { batchSize, compile });
        expectClose(outputs, { shape: [23, 4], data: expected }, { absolute: 1e-6 });
        outputs.dispose();
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('makes probabilities of logits on request', async () => {
    const logits = model.forward(inputs);
    expectClose(await predict(model, inputs, { activation: 'softmax' }), softmax(logits), { absolute: 1e-6 });
    const [first] = (await predict(model, inputs, { activation: 'sigmoid' })).toArray();
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-logits.toArray()[0]!)), 6);
  });

  it('takes inputs that are views with holes', async () => {
    const wide = viewTranspose(normal([3, 7], generator));
    expectClose(await predict(model, wide, { batchSize: 2 }), model.forward(wide), { absolute: 1e-6 });
  });

  it('leaves inputs and weights to their owner where they are the outputs', async () => {
    const own = zeros([2, 3]);
    const models: readonly Layer[] = [new Dropout(0.5), new Flatten(), { forward: () => own }];
    for (const each of models) {
      for (const compile of [true, false]) {
        const given = ones([2, 3]);
        const expected = [...each.forward(given).toArray()];
        for (let i = 0; i < 2; i++) {
          const outputs = await predict(each, given, { compile });
          expect([...outputs.toArray()]).toEqual(expected);
          outputs.dispose();
        }
        expect([...given.toArray(), ...own.toArray()]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
      }
    }
  });

  it('leaves no memory behind but the result, also after an error', async () => {
    const before = memory().buffers;
    const outputs = await predict(model, inputs, { batchSize: 5 });
    expect(memory().buffers).toBe(before + 1);
    outputs.dispose();
    const shuffled = createLoader(dataset, { batchSize: 5, shuffle: true });
    (await predict(model, shuffled)).dispose();
    expect(memory().buffers).toBe(before);
    let calls = 0;
    const failing: Layer = {
      forward(x) {
        if (++calls === 2) throw new Error('the second batch');
        return model.forward(x);
      },
    };
    for (const compile of [true, false]) {
      calls = 0;
      await expect(predict(failing, inputs, { batchSize: 5, compile })).rejects.toThrow('the second batch');
      expect(memory().buffers).toBe(before);
    }
  });

  it('refuses data without rows, a loader that leaves some out, and outputs not by row', async () => {
    const refuse = (given: unknown, message: string, by: Layer = model, options = {}) =>
      expect(predict(by, given as Tensor, options)).rejects.toThrow(message);
    await refuse(zeros([0, 3]), 'predict: the inputs [0,3] have no rows.');
    await refuse([[1, 2, 3]], 'predict: takes a tensor of inputs or a loader, got [[1, 2, 3]].');
    await refuse(
      createLoader(dataset, { batchSize: 10, dropLast: true }),
      'predict: the loader leaves out 3 of its 23 rows. Make one without dropLast.',
    );
    const other: Layer = { forward: () => ones([2, 2]) };
    await refuse(
      inputs,
      'predict: the model gives [2,2] for 23 rows; its first axis must be the rows.',
      other,
    );
    await refuse(inputs, 'predict: needs a model with a forward function, got {}.', {} as Layer);
    const conv = new Conv2d(1, 2, 1, { generator });
    const softmax = { activation: 'softmax' };
    await refuse(
      ones([1, 1, 2, 2]),
      'predict: softmax takes outputs [rows, classes], got [1,2,2,2].',
      conv,
      softmax,
    );
    await refuse(
      ones([2, 3]),
      'predict: softmax of outputs [2,1] is 1 for every row. The probability of one logit is ' +
        "activation: 'sigmoid'.",
      new Linear(3, 1, { generator }),
      softmax,
    );
    await refuse(inputs, 'predict: batchSize is a whole number >= 1, got 0.', model, { batchSize: 0 });
    await refuse(inputs, "predict: activation is 'softmax' or 'sigmoid', got \"relu\".", model, {
      activation: 'relu',
    });
  });
});

describe('predictLabels', () => {
  const identity: Layer = { forward: (x) => x };

  it('gives the first of the max logits', async () => {
    const logits = tensor([
      [0, 2, 2],
      [3, 1, 2],
      [-3, -2, -1],
    ]);
    expect(await predictLabels(identity, logits, { batchSize: 2 })).toEqual(Int32Array.of(1, 0, 2));
  });

  it('gives 1 where the only logit is above 0', async () => {
    for (const shape of [[3], [3, 1]])
      expect(await predictLabels(identity, tensor([-1, 0, 0.5], { shape }))).toEqual(Int32Array.of(0, 0, 1));
  });

  it('leaves no memory behind, also after an error', async () => {
    const [logits, pictures] = [ones([4, 2]), ones([1, 2, 2])];
    const before = memory().buffers;
    await predictLabels(identity, logits);
    await expect(predictLabels(identity, pictures)).rejects.toThrow(
      'predictLabels: takes outputs [rows, classes] or [rows], got [1,2,2].',
    );
    expect(memory().buffers).toBe(before);
  });
});
