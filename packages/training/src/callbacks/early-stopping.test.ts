import { BatchNorm1d, Linear, Sequential, stateDict } from '@regopt/layers';
import { assign, createGenerator, isTensor, memory, type Tensor, tensor } from '@regopt/tensor';
import { loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
import { epochEvent, fakeSession } from './fake-session.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly options: Omit<EarlyStoppingOptions, 'watch'>;
    readonly values: readonly number[];
    readonly epochs: number;
    readonly stopped: boolean;
    readonly restored: number;
  }[];
}

const small = () => new Linear(1, 1, { generator: createGenerator(1), bias: false });
const end = (reason: string) => ({ type: 'end', reason, final: true, step: 1, epoch: 1 }) as const;

/** What early stopping does on a sequence; the model's one weight is the number of the epoch. */
function run(options: Omit<EarlyStoppingOptions, 'watch'>, values: readonly number[]) {
  const model = small();
  const session = fakeSession(model);
  const callback = earlyStopping({ watch: 'validation.metric', ...options });
  let epochs = 0;
  for (const metric of values) {
    if (session.stopped !== undefined) break;
    assign(model.weight, [++epochs]);
    callback(epochEvent(epochs, { validation: { loss: 0, metric } as never }), session);
  }
  callback(end(session.stopped === undefined ? 'finished' : 'early stopping'), session);
  const restored = model.weight.item();
  callback.dispose!();
  return { epochs, stopped: session.stopped !== undefined, restored };
}

describe('early stopping', () => {
  for (const { name, options, values, ...expected } of loadGolden<Golden>('training/early-stopping').cases) {
    it(`stops and restores as Keras does: ${name}`, () => {
      expect(run(options, values)).toEqual(expected);
    });
  }

  it('takes NaN and infinities for no improvement, and restores nothing if there was none', () => {
    expect(run({ mode: 'min', patience: 3 }, [NaN, 2, NaN, -Infinity, 1.5, Infinity, NaN, NaN])).toEqual({
      ...{ epochs: 8, stopped: true, restored: 5 },
    });
    expect(run({ mode: 'max', patience: 2 }, [NaN, NaN, 1])).toEqual({
      epochs: 2,
      stopped: true,
      restored: 2,
    });
  });

  it('ends the session as complete', () => {
    const session = fakeSession(small());
    const callback = earlyStopping({ watch: 'train.loss', patience: 1 });
    for (const epoch of [1, 2]) callback(epochEvent(epoch, {}), session);
    expect(session.stopped).toEqual(['early stopping', { final: true }]);
    callback.dispose!();
  });

  it('keeps what was evaluated, running statistics too: of an averaged model the averages', () => {
    const model = new Sequential(new Linear(1, 1, { generator: createGenerator(1) }), new BatchNorm1d(1));
    const averages = new Map<string, Tensor>([...stateDict(model)].map(([name]) => [name, tensor([7])]));
    averages.set('1.num_batches_tracked', tensor(5, { dtype: 'i32' }));
    for (const name of ['0.weight', '0.bias'])
      averages.set(name, tensor([7], { shape: name === '0.bias' ? [1] : [1, 1] }));
    const session = fakeSession(model, { evaluated: averages });
    const callback = earlyStopping({ watch: 'train.loss', patience: 1 });
    callback(epochEvent(1, {}), session);
    callback(end('finished'), session);
    const [linear, norm] = [model[0] as Linear, model[1] as BatchNorm1d];
    for (const each of [linear.weight, linear.bias!, norm.runningMean!]) expect(each.item()).toBe(7);
    expect(norm.numBatchesTracked!.item()).toBe(5);
    callback.dispose!();
  });

  it('leaves the weights as they are at an end after which a session may go on, and on request', () => {
    for (const [reason, restoreBest, expected] of [
      ['stopped', true, 2],
      ['time limit', true, 2],
      ['diverged', true, 1],
      ['finished', false, 2],
    ] as const) {
      const model = small();
      const session = fakeSession(model);
      const callback = earlyStopping({ watch: 'train.loss', patience: 5, restoreBest });
      assign(model.weight, [1]);
      callback(epochEvent(1, {}), session);
      assign(model.weight, [2]);
      callback(end(reason), session);
      expect(model.weight.item()).toBe(expected);
      callback.dispose!();
    }
  });

  it('goes on from its state, with the best weights', async () => {
    const options = { watch: 'train.loss', patience: 3 } as const;
    const losses = [3, 2, 2.5, 2.25, 1.5, 4, 5, 6];
    for (let cut = 0; cut <= losses.length; cut++) {
      const model = small();
      const session = fakeSession(model);
      let callback = earlyStopping(options);
      for (const [i, loss] of losses.entries()) {
        if (i === cut) {
          const { values, tensors } = callback.state!();
          const saved = new Map(
            await Promise.all(
              Array.from(tensors!, async ([name, each]) => {
                if (!isTensor(each)) throw new Error('a tensor is kept as one');
                return [name, { dtype: each.dtype, shape: each.shape, data: await each.read() }] as const;
              }),
            ),
          );
          callback.dispose!();
          callback = earlyStopping(options);
          callback.load!({ values: JSON.parse(JSON.stringify(values)), tensors: saved });
          expect(callback.state!().tensors).toEqual(saved);
        }
        assign(model.weight, [i + 1]);
        expect(session.stopped).toBe(undefined);
        callback(epochEvent(i + 1, { train: { loss } }), session);
      }
      expect(session.stopped?.[0]).toBe('early stopping');
      callback(end('early stopping'), session);
      expect(model.weight.item()).toBe(5);
      callback.dispose!();
    }
  });

  it('frees its copies when it is loaded or disposed of, and then begins anew', () => {
    const session = fakeSession(small());
    const before = memory().buffers;
    const callback = earlyStopping({ watch: 'train.loss', patience: 1 });
    for (const loss of [2, 1]) callback(epochEvent(1, { train: { loss } }), session);
    expect(memory().buffers).toBe(before + 1);
    callback.load!({ values: { best: 1, waited: 0 } });
    expect(memory().buffers).toBe(before);
    callback(epochEvent(1, { train: { loss: 0 } }), session);
    callback.dispose!();
    expect(memory().buffers).toBe(before);
    callback(epochEvent(1, { train: { loss: 9 } }), session);
    expect(session.stopped).toBe(undefined);
    callback.dispose!();
  });

  it('refuses options out of range, and a metric whose direction is not said', () => {
    const refuse = (options: object, message: string) =>
      expect(() => earlyStopping({ watch: 'train.loss', patience: 1, ...options })).toThrow(message);
    refuse({ patience: -1 }, 'earlyStopping: patience is a whole number >= 0, got -1.');
    refuse({ from: 0 }, 'earlyStopping: from is a whole number >= 1, got 0.');
    refuse({ minDelta: -1 }, 'earlyStopping: minDelta is a finite number >= 0, got -1.');
    refuse({ baseline: NaN }, 'earlyStopping: baseline is a finite number, got NaN.');
    refuse({ monitor: 'a' }, 'earlyStopping: unknown option "monitor"; did you mean "watch"? Known: watch,');
    refuse({ restore_best_weights: true }, 'did you mean "restoreBest"?');
    refuse({ start_from_epoch: 2 }, 'did you mean "from"?');
    refuse({ watch: '' }, "earlyStopping: watch is a path into an epoch's scores, such as 'validation.loss'");
    refuse(
      { watch: 'validation.accuracy' },
      `earlyStopping: mode is 'min' or 'max', whichever is better for "validation.accuracy", got undefined.`,
    );
    refuse({ watch: 'validation.gloss' }, 'whichever is better for "validation.gloss", got undefined.');
    refuse({ mode: 'auto' }, `got "auto".`);
  });

  it('refuses a state that is none', () => {
    const callback = earlyStopping({ watch: 'train.loss', patience: 1 });
    for (const values of [undefined, {}, { best: 'x', waited: 0 }, { best: 1 }])
      expect(() => callback.load!({ values })).toThrow(
        'earlyStopping: load: a state is what state() gave, got ',
      );
  });
});
