import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Linear, namedParameters, Relu, Sequential, stateDict } from '@regopt/layers';
import { ema, sgd } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { Callback } from '../contract/callback.ts';
import type { SessionState } from '../contract/training-session.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { fit } from '../session/fit.ts';
import { training } from '../session/training.ts';
import { earlyStopping } from './early-stopping.ts';
import { jsonLines } from './json-lines.ts';
import { stepLimit } from './step-limit.ts';

const validation = createLoader(twoMoons({ count: 40, seed: 2, noise: 0.4 }), { batchSize: 40 });

/** A training whose validation loss rises after a few epochs, since the rate is much too high. */
function setUp(callbacks: readonly Callback[], averaged = false) {
  const generator = createGenerator(1);
  const model = new Sequential(
    new Linear(2, 16, { generator }),
    new BatchNorm1d(16),
    new Relu(),
    new Linear(16, 2, { generator }),
  );
  const options = {
    model,
    loss: crossEntropy,
    optimizer: sgd(namedParameters(model), { learningRate: 2, momentum: 0.9 }),
    train: createLoader(twoMoons({ count: 60, seed: 1, noise: 0.4 }), { batchSize: 20, shuffle: true }),
    validation,
    epochs: 30,
    callbacks,
    ...(averaged && { average: ema(namedParameters(model), { decay: 0.8 }) }),
  };
  return { model, options };
}

const valuesOf = (model: object): number[][] =>
  Array.from(stateDict(model).values(), (each) => [...each.toArray()]);

describe('callbacks in a session', () => {
  for (const averaged of [false, true]) {
    const weights = averaged ? 'with averaged weights' : 'with plain weights';
    it(`leave the model of the best epoch as it was evaluated, ${weights}`, async () => {
      const { model, options } = setUp([earlyStopping({ watch: 'validation.loss', patience: 4 })], averaged);
      const { best, history, reason } = await fit(options);
      expect(reason).toBe('early stopping');
      expect(history.length).toBe(best!.epoch + 4);
      expect(await evaluate(model, validation, { loss: crossEntropy })).toEqual(best!.validation);
    });

    it(`make the same decisions in a session that goes on, ${weights}`, async () => {
      const callbacks = () => [earlyStopping({ watch: 'validation.loss', patience: 4 })];
      const whole = setUp(callbacks(), averaged);
      const { history } = await fit(whole.options);
      for (const cut of [1, 5, 12]) {
        let state: SessionState | undefined;
        const first = setUp([...callbacks(), stepLimit(cut)], averaged);
        const begun = training(first.options);
        for await (const event of begun) if (event.type === 'end') state = await begun.state();
        begun.dispose();
        const second = setUp(callbacks(), averaged);
        const session = training(second.options);
        await session.load(state!);
        let reason = '';
        for await (const event of session) if (event.type === 'end') reason = event.reason;
        expect(reason).toBe('early stopping');
        expect(session.history).toEqual(history);
        expect(valuesOf(second.model)).toEqual(valuesOf(whole.model));
        session.dispose();
      }
    });
  }

  it('take no step after a stop that was saved before the end of its session', async () => {
    const stopping = () => earlyStopping({ watch: 'validation.loss', patience: 4 });
    const whole = setUp([stopping()], true);
    const { history } = await fit(whole.options);
    let state: SessionState | undefined;
    // As a checkpoint at the last epoch, and a process that is killed before the end.
    const save: Callback = async ({ type }, session) => {
      if (type === 'epoch' && session.epoch === history.length) state = await session.state();
    };
    const interrupt: Callback = ({ type }, session) => {
      if (type === 'epoch' && session.epoch === history.length) session.stop('interrupted');
    };
    for (const others of [[], [interrupt]]) {
      const { reason } = await fit(setUp([...others, stopping(), save], true).options);
      expect(reason).toBe(others.length > 0 ? 'interrupted' : 'early stopping');
      const second = setUp([stopping()], true);
      const session = training(second.options);
      await session.load(state!);
      const events: string[] = [];
      for await (const event of session) events.push(event.type === 'end' ? event.reason : event.type);
      expect(events).toEqual(['early stopping']);
      expect(valuesOf(second.model)).toEqual(valuesOf(whole.model));
      session.dispose();
    }
  });

  it('write a line for each step, epoch and the end, in order', async () => {
    const types: string[] = [];
    const log = jsonLines((line) => void types.push(JSON.parse(line).type), { everySteps: 2 });
    await fit(setUp([log, stepLimit(4)]).options);
    expect(types).toEqual(['step', 'epoch', 'step', 'end']);
  });
});
