import { crossEntropy } from '@regopt/autograd';
import { describe, expect, it } from 'vitest';
import { epochEvent } from '../callbacks/fake-session.ts';
import type { Store } from '../contract/store.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { fit } from '../session/fit.ts';
import { training } from '../session/training.ts';
import { memoryStore } from '../store/memory-store.ts';
import { checkpoints } from './checkpoints.ts';
import { loadLatest } from './generations.ts';
import { loadModel } from './load-model.ts';
import {
  end,
  ignore,
  readFile,
  savedSession,
  settle,
  setUp,
  stepOf,
  testStore,
  validation,
} from './testing/set-up.ts';

describe('the best epochs of checkpoints', () => {
  it('are kept with the weights that were measured, and the metadata of the session', async () => {
    const store = memoryStore();
    const options = { best: 'validation.loss', topK: 3 };
    const { history, best } = await fit(
      setUp([checkpoints(store, options)], { metadata: { scaler: 'mine' } }),
    );
    const ranked = [...history].sort((a, b) => a.validation!.loss - b.validation!.loss).slice(0, 3);
    const files = ranked.map(({ epoch }) => `epoch-${epoch}.safetensors`);
    expect(await store.list()).toEqual(
      [...files, 'best.safetensors', 'last.safetensors', 'previous.safetensors'].sort(),
    );
    for (const [i, name] of ['best.safetensors', ...files].entries()) {
      const epoch = ranked[Math.max(0, i - 1)]!;
      const { model } = setUp([]);
      loadModel(model, (await store.read(name))!);
      expect(await evaluate(model, validation, { loss: crossEntropy })).toEqual(epoch.validation);
      const { metadata, tensors } = await readFile(store, name);
      expect(Object.fromEntries(metadata)).toEqual({
        format: 'pt',
        scaler: 'mine',
        'regopt.best': JSON.stringify({
          ...{ epoch: epoch.epoch, step: epoch.step, watch: 'validation.loss' },
          value: epoch.validation!.loss,
        }),
      });
      expect([...tensors.keys()].filter((each) => each.startsWith('training.'))).toEqual([]);
    }
    expect(ranked[0]).toEqual(best);
  });

  it('of an earlier run in the same store are removed once the new run has its own', async () => {
    const store = memoryStore();
    const options = { best: 'validation.loss', topK: 2, onProblem: ignore };
    for (const epoch of [7, 8, 70]) await store.write(`epoch-${epoch}.safetensors`, new Uint8Array(1));
    await store.write('epoch-notes.txt', new Uint8Array(1));
    // Without the state of a run, they are not of one that is replaced.
    await fit(setUp([checkpoints(store, options)], { epochs: 1 }));
    expect(await store.list()).toContain('epoch-7.safetensors');
    await fit(setUp([checkpoints(store, options)], { epochs: 2 }));
    expect(await store.list()).toEqual([
      ...['best.safetensors', 'epoch-1.safetensors', 'epoch-2.safetensors', 'epoch-notes.txt'],
      ...['last.safetensors', 'previous.safetensors'],
    ]);
  });

  it('are ranked anew by a callback that is used in a second session', async () => {
    const [store, other] = [memoryStore(), memoryStore()];
    const told: string[] = [];
    const onProblem = ({ message }: Error) => void told.push(message);
    const options = { best: 'validation.loss', topK: 2, onProblem };
    const callback = checkpoints(store, options);
    const contentOf = async (each: Store) =>
      Promise.all((await each.list()).map(async (name) => [name, await each.read(name)]));
    await fit(setUp([callback]));
    const first = await contentOf(store);
    expect(callback.state!()).toEqual({ values: [] });
    await fit(setUp([callback], { epochs: 2 }));
    expect(told).toEqual([expect.stringMatching('has the state of an earlier run')]);
    await fit(setUp([checkpoints(other, options)], { epochs: 2 }));
    expect(await contentOf(store)).toEqual(await contentOf(other));
    expect(first).not.toEqual(await contentOf(store));
  });

  it('are remembered by a session that goes on', async () => {
    const options = { best: 'validation.loss', topK: 2, everySteps: 1 };
    const whole = memoryStore();
    await fit(setUp([checkpoints(whole, options)]));
    const contentOf = async (store: Store) =>
      Promise.all((await store.list()).map(async (name) => [name, await store.read(name)]));
    for (let cut = 1; cut <= 10; cut++) {
      const store = memoryStore();
      const first = training(setUp([checkpoints(store, options)]));
      for await (const event of first) if (event.type === 'step' && event.step === cut) break;
      await settle();
      const second = training(setUp([checkpoints(store, options)]));
      await second.load((await loadLatest(store))!.file);
      for await (const _ of second);
      expect(await contentOf(store), `after step ${cut}`).toEqual(await contentOf(whole));
    }
  });

  it('are ranked by what is less or more, the first of equals before others, and never by NaN', async () => {
    const observed = async (options: object, values: readonly number[]): Promise<string[]> => {
      const { store } = testStore();
      const callback = checkpoints(store, { ...options, everyEpochs: 0, onProblem: ignore });
      const session = savedSession();
      for (const [i, value] of values.entries())
        await callback(epochEvent(i + 1, { validation: { loss: value, score: value } as never }), session);
      await callback(end, session);
      const best = (await readFile(store, 'best.safetensors')).metadata.get('regopt.best')!;
      const others = (await store.list()).filter((name) => name.startsWith('epoch-'));
      return [JSON.parse(best).epoch, ...others];
    };
    const values = [3, Number.NaN, 1, Number.POSITIVE_INFINITY, 1, 2, Number.NEGATIVE_INFINITY, 3];
    expect(await observed({ best: 'validation.loss' }, values)).toEqual([3]);
    expect(await observed({ best: 'validation.score', mode: 'max' }, values)).toEqual([1]);
    const two = ['epoch-3.safetensors', 'epoch-5.safetensors'];
    expect(await observed({ best: 'validation.loss', topK: 2 }, values)).toEqual([3, ...two]);
    const most = ['epoch-1.safetensors', 'epoch-8.safetensors'];
    expect(await observed({ best: 'validation.score', mode: 'max', topK: 2 }, values)).toEqual([1, ...most]);
  });

  it('a misspelt path ends the session after its state was saved', async () => {
    const { store, control } = testStore();
    control.gate = new Promise((resolve) => setTimeout(resolve, 20));
    await expect(fit(setUp([checkpoints(store, { best: 'validation.los', mode: 'min' })]))).rejects.toThrow(
      'checkpoints: best: an epoch has no number "validation.los"; did you mean "validation.loss"? It has',
    );
    expect(await stepOf(store)).toBe(2);
  });
});
