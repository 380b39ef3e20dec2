import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters, Sequential, Tanh } from '@regopt/layers';
import { adamw, sgd } from '@regopt/optim';
import { assign, createGenerator, isFloat } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { earlyStopping } from '../callbacks/early-stopping.ts';
import { nonFiniteGuard } from '../callbacks/non-finite-guard.ts';
import { stepLimit } from '../callbacks/step-limit.ts';
import type { Callback } from '../contract/callback.ts';
import type { Store } from '../contract/store.ts';
import { fit } from '../session/fit.ts';
import { memoryStore } from '../store/memory-store.ts';
import { type CheckpointsOptions, checkpoints } from './checkpoints.ts';
import { ignore, readFile, stepOf } from './testing/set-up.ts';

const dataset = noisyCurve({ count: 20, seed: 1 });
const optimizers = {
  sgd: (model: object) => sgd(namedParameters(model)),
  momentum: (model: object) => sgd(namedParameters(model), { momentum: 0.9 }),
  adamw: (model: object) => adamw(namedParameters(model)),
};

/** A training of 5 steps in each of 6 epochs. Its weights become huge at step `at`, its losses infinite. */
function setUp(rule: keyof typeof optimizers, callbacks: readonly Callback[], at = Number.POSITIVE_INFINITY) {
  const generator = createGenerator(1);
  const [hidden, output] = [new Linear(1, 8, { generator }), new Linear(8, 1, { generator })];
  const model = new Sequential(hidden, new Tanh(), output);
  return {
    ...{ model, loss: mse, optimizer: optimizers[rule](model), callbacks, epochs: 6 },
    schedule: (step: number) => (step + 1 < at ? 0.01 : 1e25),
    train: createLoader(dataset, { batchSize: 4, shuffle: true }),
    validation: createLoader(dataset, { batchSize: 20 }),
  };
}

const savedAs = async (store: Store) => {
  const { tensors } = await readFile(store, 'last.safetensors');
  const values = [...tensors.values()].filter(({ dtype }) => isFloat(dtype)).flatMap(({ data }) => [...data]);
  return { step: await stepOf(store), isFinite: values.every(Number.isFinite) };
};

/** A guard of a user's own. */
const ownGuard: Callback = async (event, session) => {
  if (event.type === 'step' && !Number.isFinite((await event.loss.read())[0])) session.stop('diverged');
};

const stopping = (patience: number) => earlyStopping({ watch: 'validation.loss', patience });

/** Callbacks besides `checkpoints`, in every order that matters. */
const combinations: Readonly<Record<string, () => Callback[]>> = {
  'a guard': () => [nonFiniteGuard({ everySteps: 1 })],
  'a guard, then early stopping': () => [nonFiniteGuard({ everySteps: 1 }), stopping(1)],
  'early stopping, then a guard': () => [stopping(1), nonFiniteGuard({ everySteps: 1 })],
  'a guard of epochs, then early stopping': () => [nonFiniteGuard({ everySteps: 1000 }), stopping(1)],
  'early stopping, then a guard of epochs': () => [stopping(1), nonFiniteGuard({ everySteps: 1000 })],
  'a step limit at that step, then a guard': () => [stepLimit(13), nonFiniteGuard({ everySteps: 1 })],
  'early stopping, then a guard of its own': () => [stopping(2), ownGuard],
};

const frequencies: readonly CheckpointsOptions[] = [
  {},
  { everySteps: 1 },
  { everyEpochs: 0, everySteps: 2 },
  { best: 'train.loss', topK: 2 },
];

describe('a run that diverged keeps its last good state, from which another goes on at a lower rate', () => {
  const rules = Object.keys(optimizers) as (keyof typeof optimizers)[];
  const cases = rules.flatMap((rule) =>
    frequencies.flatMap((options) =>
      // Step 15 is the last of an epoch, and its state is saved twice.
      [12, 15].flatMap((at) => [true, false].map((savesFirst) => ({ rule, options, at, savesFirst }))),
    ),
  );
  it.each(Object.entries(combinations))('with %s', { timeout: 60_000 }, async (title, others) => {
    for (const each of cases) {
      const { rule, options, at, savesFirst } = each;
      const about = JSON.stringify(each);
      const store = memoryStore();
      const saving = checkpoints(store, { onProblem: ignore, ...options });
      const callbacks = savesFirst ? [saving, ...others()] : [...others(), saving];
      const { reason } = await fit(setUp(rule, callbacks, at));
      expect(['diverged', 'early stopping', 'step limit'], about).toContain(reason);
      const saved = await savedAs(store);
      expect(saved.isFinite, about).toBe(true);
      expect(saved.step, about).toBeLessThan(at);
      const again = [nonFiniteGuard({ everySteps: 1 }), checkpoints(store, options)];
      if (title.includes('stopping')) again.push(stopping(50));
      const second = await fit({ ...setUp(rule, again), resume: store });
      expect([second.reason, second.step], about).toEqual(['finished', 30]);
      expect(second.history.every(({ train }) => Number.isFinite(train.loss))).toBe(true);
    }
  });

  it('with a weight that became NaN between two steps, and best weights that were put back', async () => {
    const store = memoryStore();
    const poison: Callback = ({ type, step }, { model }) => {
      if (type === 'step' && step === 13)
        assign([...namedParameters(model).values()][0]!, Array(8).fill(NaN));
    };
    const guards = () => [
      nonFiniteGuard({ everySteps: 1 }),
      stopping(5),
      checkpoints(store, { onProblem: ignore }),
    ];
    expect((await fit(setUp('adamw', [poison, ...guards()]))).reason).toBe('diverged');
    expect(await savedAs(store)).toEqual({ step: 10, isFinite: true });
    expect(await fit({ ...setUp('adamw', guards()), resume: store })).toMatchObject({ reason: 'finished' });
  });
});
