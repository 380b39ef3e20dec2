import { crossEntropy, log, mse, relu, sub } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import {
  BatchNorm1d,
  Embedding,
  type Layer,
  Linear,
  namedParameters,
  Relu,
  Sequential,
} from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { assign, createGenerator, memory, ones, scalar, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { fit } from '../session/fit.ts';
import { epochEvent, fakeSession, stepEvent } from './fake-session.ts';
import { nonFiniteGuard } from './non-finite-guard.ts';

const generator = createGenerator(1);
const network = () =>
  new Sequential(
    new Linear(2, 3, { generator }),
    new BatchNorm1d(3),
    new Relu(),
    new Linear(3, 1, { generator }),
  );

/** What a guard finds after a loss that is NaN. */
async function search(model: Layer, x: Tensor, y: Tensor = tensor([1, 2])) {
  const session = fakeSession(model);
  session.batch = { x, y, indices: Int32Array.of(0, 1) };
  const guard = nonFiniteGuard({ everySteps: 1 });
  await guard(stepEvent(7, scalar(Number.NaN)), session);
  expect(session.stopped).toEqual(['diverged']);
  return guard.found!;
}

describe('nonFiniteGuard', () => {
  it('ends a session whose loss is not a number, and tells NaN from the infinities', async () => {
    for (const loss of [NaN, Infinity, -Infinity]) {
      const session = fakeSession(network());
      const guard = nonFiniteGuard({ everySteps: 2 });
      await guard(stepEvent(2, scalar(1)), session);
      await guard(stepEvent(3, scalar(loss)), session);
      expect([session.stopped, guard.found]).toEqual([undefined, undefined]);
      await guard(stepEvent(4, scalar(loss)), session);
      expect(session.stopped).toEqual(['diverged']);
      expect(guard.found).toEqual({
        ...{ step: 4, loss, what: 'loss', layer: undefined, tensors: [] },
        message: `The loss is ${loss} at step 4; weights and outputs are finite: the loss itself is not.`,
      });
    }
  });

  it('forgets what it found when another session begins', async () => {
    const guard = nonFiniteGuard({ everySteps: 1 });
    await guard(stepEvent(1, scalar(NaN)), fakeSession(network()));
    guard.dispose!();
    expect(guard.found?.step).toBe(1);
    await guard(stepEvent(1, scalar(1)), fakeSession(network()));
    expect(guard.found).toBe(undefined);
  });

  it('looks at the losses of each epoch', async () => {
    for (const scores of [{ train: { loss: NaN } }, { validation: { loss: Infinity } }]) {
      const model = network();
      assign((model[3] as Linear).bias!, [NaN]);
      const session = fakeSession(model);
      const guard = nonFiniteGuard({ everySteps: 1000 });
      await guard(epochEvent(1, { validation: { loss: 1 } }), session);
      expect(session.stopped).toBe(undefined);
      await guard(epochEvent(2, scores), session);
      expect(session.stopped).toEqual(['diverged']);
      expect(guard.found).toMatchObject({ step: 20, what: 'weight', tensors: ['3.bias'] });
    }
  });

  it('names the first layer with a weight that is not finite, and all such tensors', async () => {
    const model = network();
    const [, norm, , last] = [...model] as [Linear, BatchNorm1d, Relu, Linear];
    assign(norm.runningVar!, [1, Infinity, 1]);
    assign(last.bias!, [NaN]);
    expect(await search(model, ones([2, 2]))).toEqual({
      ...{
        step: 7,
        loss: NaN,
        what: 'weight',
        layer: '1 (BatchNorm1d)',
        tensors: ['1.running_var', '3.bias'],
      },
      message:
        'The loss is NaN at step 7; the first weights that are not finite are those of 1 (BatchNorm1d). ' +
        'Tensors that are not finite: 2 (1.running_var, 3.bias).',
    });
  });

  it('names the first output that is not finite where all weights before it are', async () => {
    class Logarithm implements Layer {
      forward(x: Tensor): Tensor {
        return log(sub(relu(x), 1));
      }
    }
    const model = new Sequential(new Relu(), new Sequential(new Logarithm()), new Relu());
    expect(await search(model, ones([2, 2]))).toMatchObject({
      ...{ what: 'output', layer: '1.0 (Logarithm)', tensors: [] },
      message:
        'The loss is NaN at step 7; the first output that is not finite is that of 1.0 (Logarithm), whose ' +
        'weights are finite.',
    });
  });

  it('names inputs and targets that are not finite, before anything else', async () => {
    const model = network();
    assign((model[0] as Linear).bias!, [NaN, 0, 0]);
    const bad = tensor([
      [1, NaN],
      [1, 1],
    ]);
    expect(await search(model, bad)).toMatchObject({ what: 'input', layer: undefined, tensors: ['0.bias'] });
    expect(await search(model, ones([2, 2]), tensor([1, -Infinity]))).toMatchObject({ what: 'target' });
  });

  it('finds tensors of layers that the pass does not reach, and takes integers as they are', async () => {
    const words = new Embedding(4, 2, { generator });
    const unused = new Linear(2, 2, { generator });
    const model = { words, unused, forward: (x: Tensor) => words.forward(x) };
    assign(unused.bias!, [0, Infinity]);
    const labels = tensor([0, 1], { dtype: 'i32' });
    expect(await search(model, tensor([1, 2], { dtype: 'i32' }), labels)).toMatchObject({
      ...{ what: 'weight', layer: 'unused (Linear)', tensors: ['unused.bias'] },
    });
  });

  it('leaves no memory behind, and the model as it was', async () => {
    const model = network();
    const x = ones([2, 2]);
    const before = memory().buffers;
    await search(model, x);
    expect(memory().buffers - before).toBe(2); // the targets and the loss of the test
    expect((model[1] as BatchNorm1d).numBatchesTracked!.item()).toBe(0);
  });

  it('ends a real training with a rate that is far too high', async () => {
    const model = new Sequential(new Linear(2, 8, { generator }), new Linear(8, 1, { generator }));
    const inputs = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const guard = nonFiniteGuard({ everySteps: 1 });
    const { reason, step } = await fit({
      model,
      loss: mse,
      optimizer: sgd(namedParameters(model), { learningRate: 1e6 }),
      train: createLoader({ inputs, targets: tensor([[1], [2], [3], [4]]) }, { batchSize: 2 }),
      epochs: 100,
      callbacks: [guard],
    });
    expect(reason).toBe('diverged');
    expect(step).toBeLessThan(30);
    expect(guard.found).toMatchObject({ step, what: 'weight', layer: '0 (Linear)' });
    expect(Number.isFinite(guard.found!.loss)).toBe(false);
    expect(guard.found!.tensors.length).toBe(4);
    expect(guard.found!.message).toMatch(
      /Tensors that are not finite: 4 \(0\.weight, 0\.bias, 1\.weight, \.\.\.\)\.$/,
    );
  });

  it('is silent in a training that goes well', async () => {
    const model = new Linear(2, 2, { generator });
    const guard = nonFiniteGuard();
    const data = { inputs: ones([20, 2]), targets: tensor(new Int32Array(20)) };
    const train = createLoader(data, { batchSize: 1 });
    const { reason } = await fit({
      ...{ model, loss: crossEntropy, train, epochs: 1, callbacks: [guard] },
      optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    });
    expect([reason, guard.found]).toEqual(['finished', undefined]);
  });

  it('refuses a count out of range', () => {
    expect(() => nonFiniteGuard({ everySteps: 0 })).toThrow(
      'nonFiniteGuard: everySteps is a whole number >= 1, got 0.',
    );
  });
});
