import { add, mean, mse, mul } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { Linear, namedParameters, stateDict } from '@regopt/layers';
import { ema } from '@regopt/optim';
import { reduceOnPlateau } from '@regopt/schedulers';
import { createGenerator, FormatError, type Tensor, writeSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { earlyStopping } from '../callbacks/early-stopping.ts';
import type { Callback } from '../contract/callback.ts';
import type { Loss, TrainingOptions } from '../contract/training-options.ts';
import type { SessionState } from '../contract/training-session.ts';
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { fit } from './fit.ts';
import { curve, curveTraining } from './testing/curve-training.ts';
import { training } from './training.ts';

const validation = createLoader(curve, { batchSize: 5 });
const linear = () => new Linear(1, 1, { generator: createGenerator(1) });
const placeOf = ({ metadata }: SessionState) => JSON.parse(metadata.get('regopt.training')!).place;
const weightIn = ({ tensors }: SessionState) => [...tensors.get('weight')!.data];
const valuesOf = (model: object) =>
  Array.from(stateDict(model).values(), (each: Tensor) => [...each.toArray()]);

/** The state of a session after a step; the session trained, and was disposed of. */
async function stateAfter(step: number, more: Partial<TrainingOptions> = {}): Promise<SessionState> {
  const session = training(curveTraining(more));
  for await (const event of session) if (event.type === 'step' && event.step === step) session.stop();
  const state = await session.state();
  session.dispose();
  return state;
}

describe('a state', () => {
  it('is that of the moment of the call, also if the training goes on before it has resolved', async () => {
    const model = linear();
    const states: Promise<SessionState>[] = [];
    const weights: number[][] = [];
    const save: Callback = ({ type }, session) => {
      if (type !== 'step') return;
      states.push(session.state());
      weights.push([...model.weight.toArray()]);
    };
    await fit(curveTraining({ model, callbacks: [save], epochs: 4 }));
    const saved = await Promise.all(states);
    expect(saved.map((state) => placeOf(state).step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(saved.map(weightIn)).toEqual(weights);
  });

  it('that is asked for in an evaluation waits for its end, with weights in their places', async () => {
    const states: Promise<SessionState>[] = [];
    const make = (ask = () => {}) => {
      const model = linear();
      const average = ema(namedParameters(model), { decay: 0.9 });
      const evaluationLoss: Loss = (...given) => {
        ask();
        return mse(...given);
      };
      return training(curveTraining({ model, validation, average, evaluationLoss, compile: false }));
    };
    const whole = make(() => void states.push(whole.state()));
    for await (const _ of whole);
    const end = writeSafetensors(await whole.state());
    expect(states.length).toBe(10);
    for (const state of await Promise.all(states)) {
      const session = make();
      await session.load(state);
      for await (const _ of session);
      expect(writeSafetensors(await session.state())).toEqual(end);
    }
  });

  it('can be had after an evaluation that failed, with the weights in their places', async () => {
    const model = linear();
    const session = training(
      curveTraining({
        model,
        validation,
        average: ema(namedParameters(model), { decay: 0.9 }),
        evaluationLoss: () => {
          throw new Error('the loss of evaluations');
        },
      }),
    );
    let weights: number[][] = [];
    const run = async () => {
      for await (const _ of session) weights = valuesOf(model);
    };
    await expect(run()).rejects.toThrow('the loss of evaluations');
    expect(valuesOf(model)).toEqual(weights);
    const state = await session.state();
    expect(placeOf(state)).toMatchObject({ step: 3, epoch: 0, batch: 3 });
    expect(weightIn(state)).toEqual(weights[0]);
    session.dispose();
  });

  it('keeps NaN and the infinities of a history', async () => {
    const losses = [Number.NaN, Infinity, -Infinity, 1];
    const make = (measured: number[]) =>
      training(
        curveTraining({
          epochs: 4,
          validation: createLoader(curve, { batchSize: 25 }),
          compile: false,
          evaluationLoss: (outputs) => add(mul(mean(outputs), 0), measured.shift()!),
        }),
      );
    const first = make([...losses]);
    for await (const _ of first);
    expect(first.history.map((event) => event.validation!.loss)).toEqual(losses);
    const second = make([]);
    await second.load(await first.state());
    expect(second.history).toEqual(first.history);
  });
});

describe('a state is refused', () => {
  const refused = async (state: SessionState, message: string, more: Partial<TrainingOptions> = {}) => {
    const session = training(curveTraining(more));
    const before = writeSafetensors(await session.state());
    await expect(session.load(state)).rejects.toThrow(message);
    expect(writeSafetensors(await session.state())).toEqual(before);
    session.dispose();
  };
  const generator = createGenerator(1);
  const other = (what: string) => `training: load: the state was saved with ${what}: it would not go on`;

  it('by a session with another set-up', async () => {
    const state = await stateAfter(2);
    await refused(state, other('parts 1, and this session has 2'), { parts: 2 });
    const drawing = await stateAfter(2, { generator });
    const mixup = (alpha: number) => ({ mixup: { alpha }, generator });
    await refused(drawing, other('mixup none, and this session has 0.2'), mixup(0.2));
    await refused(await stateAfter(2, mixup(0.2)), other('mixup 0.2, and this session has 0.3'), mixup(0.3));
    await refused(state, other('generator false, and this session has true'), { generator });
    const trainMetrics = { error: meanAbsoluteError() };
    await refused(state, other('trainMetrics none, and this session has error'), { trainMetrics });
    const adaptive = { schedule: reduceOnPlateau(0.1) };
    await refused(state, other('adaptive false, and this session has true'), adaptive);
    const model = linear();
    const average = ema(namedParameters(model));
    await refused(await stateAfter(2, { model, average }), other('average true, and this session has false'));
  });

  it('where it has a callback that the session lacks', async () => {
    const callbacks = [earlyStopping({ watch: 'train.loss', patience: 3, key: 'patient' })];
    await refused(
      await stateAfter(2, { callbacks }),
      'training: load: the state has a callback "patient", and this session has none of that key.',
    );
  });

  it('of another version', async () => {
    const state = await stateAfter(2);
    const text = state.metadata.get('regopt.training')!.replace('"version":1', '"version":2');
    const other = { ...state, metadata: new Map([['regopt.training', text]]) };
    await refused(other, 'training: load: the state is of version 2; this package reads version 1.');
    const error = await training(curveTraining())
      .load(other)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
  });

  it('where a later part does not fit, with what was loaded before it undone', async () => {
    const { tensors, metadata } = await stateAfter(4);
    for (const [missing, message] of [
      ['weight', 'missing: weight'],
      ['training.optimizer.weight.exp_avg', 'missing: weight.exp_avg'],
      ['training.loss.sum', 'training: load: the state lacks the sum of the losses.'],
    ] as const) {
      const rest = new Map([...tensors].filter(([name]) => name !== missing));
      await refused({ tensors: rest, metadata }, message);
    }
  });

  it('by a session that has begun, and a session runs once', async () => {
    const state = await stateAfter(2);
    const session = training(curveTraining());
    for await (const event of session) if (event.type === 'step') break;
    await expect(session.load(state)).rejects.toThrow(
      'training: load: the session has begun; load the state into a new one.',
    );
    const again = async () => {
      for await (const _ of session);
    };
    await expect(again()).rejects.toThrow('training: a session runs once. Make another.');
    const disposed = training(curveTraining());
    disposed.dispose();
    await expect(() => disposed[Symbol.asyncIterator]().next()).rejects.toThrow(
      'training: a session runs once, and not after dispose(). Make another.',
    );
  });
});
