import { writeSafetensors } from '@regopt/tensor';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../contract/store.ts';
import { fit } from '../session/fit.ts';
import { training } from '../session/training.ts';
import { memoryStore } from '../store/memory-store.ts';
import { checkpoints } from './checkpoints.ts';
import { loadLatest } from './generations.ts';
import { ignore, savedSession, settle, setUp, step, stepOf, testStore } from './testing/set-up.ts';

afterEach(() => vi.restoreAllMocks());

describe('checkpoints', () => {
  it('saves at the end of each epoch and of the session, and keeps the state before', async () => {
    const { store, control } = testStore();
    await fit(setUp([checkpoints(store)]));
    expect(control.written).toEqual(Array(6).fill('next.safetensors'));
    expect(await store.list()).toEqual(['last.safetensors', 'previous.safetensors']);
    expect([await stepOf(store), await stepOf(store, 'previous.safetensors')]).toEqual([10, 10]);
  });

  it('saves as often as the options say', async () => {
    const saves = async (options: object): Promise<number> => {
      const { store, control } = testStore();
      await fit(setUp([checkpoints(store, options)]));
      return control.written.length - 1;
    };
    expect(await saves({ everyEpochs: 2 })).toBe(2);
    expect(await saves({ everyEpochs: 0 })).toBe(0);
    expect(await saves({ everyEpochs: 0, everySteps: 3 })).toBe(3);
    expect(await saves({ everyEpochs: 0, everySeconds: 1000 })).toBe(0);
    expect(await saves({ everySteps: 1 })).toBe(15);
  });

  it('everySeconds counts from the first step, and from the begin of the last save', async () => {
    const { store, control } = testStore();
    const callback = checkpoints(store, { everyEpochs: 0, everySeconds: 30, onProblem: ignore });
    const session = savedSession();
    const now = vi.spyOn(performance, 'now');
    const saved: number[] = [];
    for (const [at, number] of [100, 110, 129, 130.5, 150, 160, 161, 190, 191].entries()) {
      now.mockReturnValue(1000 * number);
      await callback(step(at + 1), session);
      await settle();
      if (control.written.length > saved.length) saved.push(number);
    }
    expect(saved).toEqual([130.5, 161, 191]);
  });

  it('each state that it saved can be gone on from, to the same bits', async () => {
    const whole = training(setUp([]));
    for await (const _ of whole);
    const expected = writeSafetensors(await whole.state());
    const states: Uint8Array[] = [];
    const store = memoryStore();
    const keeping: Store = {
      ...store,
      async write(name, bytes) {
        if (name === 'next.safetensors') states.push(bytes);
        return store.write(name, bytes);
      },
    };
    await fit(setUp([checkpoints(keeping, { everySteps: 1 })]));
    expect(states).toHaveLength(16);
    for (const state of states) {
      await store.write('last.safetensors', state);
      const { file } = (await loadLatest(store))!;
      const session = training(setUp([]));
      await session.load(file);
      for await (const _ of session);
      expect(Buffer.compare(writeSafetensors(await session.state()), expected)).toBe(0);
    }
  });

  it('saves nothing of a session that ends before its first step', async () => {
    const store = memoryStore();
    const session = training(setUp([checkpoints(store)]));
    session.stop();
    for await (const _ of session);
    expect(await store.list()).toEqual([]);
  });

  it('is called after all other callbacks, so that a state has what they did', () => {
    const callback = checkpoints(memoryStore());
    expect(callback.last).toBe(true);
    const best = checkpoints(memoryStore(), { best: 'train.loss', key: 'mine' });
    expect([best.last, best.key]).toEqual([true, 'mine']);
    // Without best there is nothing to remember: other callbacks may go on from the state.
    expect(callback.state).toBeUndefined();
  });
});

it('the options of checkpoints are checked', () => {
  const refused = (options: object, message: string) =>
    expect(() => checkpoints(memoryStore(), options)).toThrow(message);
  refused({ everyEpochs: -1 }, 'checkpoints: everyEpochs is a whole number >= 0, got -1.');
  refused({ everySteps: 0 }, 'checkpoints: everySteps is a whole number >= 1, got 0.');
  for (const everySeconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    refused({ everySeconds }, `checkpoints: everySeconds is a finite number > 0, got ${everySeconds}.`);
  refused(
    { best: '' },
    `checkpoints: best is a path into an epoch's scores, such as 'validation.loss', got "".`,
  );
  refused({ best: 'validation.f1' }, `checkpoints: mode is 'min' or 'max', whichever is better for`);
  refused({ best: 'validation.loss', topK: 0 }, 'checkpoints: topK is a whole number >= 1, got 0.');
  for (const options of [{ topK: 1 }, { mode: 'max' }])
    refused(options, "checkpoints: mode and topK need best, the path of a score: best: 'validation.loss'.");
  expect(() => checkpoints('runs/a' as never)).toThrow(
    'checkpoints: needs a store, such as memoryStore(), got "runs/a".',
  );
  const callback = checkpoints(memoryStore(), { best: 'validation.loss' });
  for (const values of [undefined, {}, [{ epoch: 1 }]])
    expect(() => callback.load!({ values })).toThrow('checkpoints: load: a state is what state() gave, got');
});
