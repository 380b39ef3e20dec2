import { Linear } from '@regopt/layers';
import { assign, createGenerator, tensor } from '@regopt/tensor';
import { describe, expect, it, vi } from 'vitest';
import { epochEvent } from '../callbacks/fake-session.ts';
import { fit } from '../session/fit.ts';
import { training } from '../session/training.ts';
import { memoryStore } from '../store/memory-store.ts';
import { checkpoints } from './checkpoints.ts';
import { loadLatest } from './generations.ts';
import { end, ignore, readFile, savedSession, settle, setUp, step, testStore } from './testing/set-up.ts';

describe('a save', () => {
  it('goes on while the training does, and the next waits for it: one writer at a time', async () => {
    const { store, control } = testStore();
    let open = ignore;
    control.gate = new Promise((resolve) => {
      open = resolve;
    });
    const callback = checkpoints(store, { everySteps: 2, everySeconds: 1e-9, onProblem: ignore });
    const session = savedSession();
    await callback(step(2), session); // returns although the write waits
    await callback(step(3), session); // everySeconds: not due while the last is being written
    let second = false;
    const waiting = Promise.resolve(callback(step(4), session)).then(() => {
      second = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([second, control.written]).toEqual([false, []]);
    open();
    await waiting;
    await callback(end, session);
    expect(control.written).toHaveLength(3);
    expect(control.most).toBe(1);
  });

  it('that fails is told once for each reason, and tried again with the newest state', async () => {
    const { store, control } = testStore();
    const told: string[] = [];
    const problems = { onProblem: ({ message }: Error) => void told.push(message) };
    const callback = checkpoints(store, { everySteps: 1, best: 'validation.loss', ...problems });
    const session = savedSession();
    const failure = (code: string) => Object.assign(new Error(`cannot write: ${code}.`), { cause: { code } });
    const take = async (number: number) => {
      await callback(step(number), session);
      await settle();
    };
    await take(1);
    control.fault = failure('EDQUOT');
    for (let number = 2; number <= 4; number++) await take(number);
    await callback(epochEvent(1, { validation: { loss: 1 } }), session);
    await settle();
    control.fault = failure('EIO');
    await take(5);
    expect(told).toEqual([
      'checkpoints: step 2 was not saved, and saving is tried again; the newest that was saved is of ' +
        'step 1. cannot write: EDQUOT.',
      'checkpoints: step 5 was not saved, and saving is tried again; the newest that was saved is of ' +
        'step 1. cannot write: EIO.',
    ]);
    expect(await store.list()).toEqual(['last.safetensors']);
    control.fault = undefined;
    await take(6);
    // The weights of the best epoch were kept until they could be written.
    expect(await store.list()).toEqual(['best.safetensors', 'last.safetensors', 'previous.safetensors']);
    control.fault = failure('EIO');
    await take(7);
    expect(told.slice(2)).toEqual([expect.stringMatching(/step 7 was not saved.* step 6\. .*EIO\.$/)]);
  });

  it('that fails at the end is an error, and one that succeeds then is none', async () => {
    const { store, control } = testStore();
    const callback = checkpoints(store, { everySteps: 1, onProblem: ignore });
    const session = savedSession();
    control.fault = new Error('no space left.');
    await callback(step(8), session);
    await expect(callback(end, session)).rejects.toThrow(
      'checkpoints: runs/a lacks the end, step 9; no state of this session has been saved. ' +
        'no space left.',
    );
    control.fault = undefined;
    await callback(end, session);
    expect(await store.list()).toEqual(['last.safetensors']);
  });

  it('gives up the file of an epoch only when the one that displaced it is there', async () => {
    const { store, control } = testStore();
    const callback = checkpoints(store, { best: 'validation.loss', topK: 1, onProblem: ignore });
    const session = savedSession();
    await callback(epochEvent(1, { validation: { loss: 2 } }), session);
    await settle();
    control.fault = new Error('no space left.');
    await callback(epochEvent(2, { validation: { loss: 1 } }), session);
    await settle();
    expect(await store.list()).toContain('epoch-1.safetensors');
    control.fault = undefined;
    await callback(end, session);
    const files = await store.list();
    expect(files.filter((name) => name.startsWith('epoch'))).toEqual(['epoch-2.safetensors']);
  });

  it('never replaces a good state by weights that are not finite', async () => {
    const told: string[] = [];
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const { store } = testStore();
      const model = new Linear(2, 2, { generator: createGenerator(1) });
      const session = savedSession(model);
      const onProblem = ({ message }: Error) => void told.push(message);
      const callback = checkpoints(store, { everySteps: 1, best: 'train.loss', onProblem });
      await callback(step(1), session);
      await settle();
      const good = await store.read('last.safetensors');
      assign(model.bias!, [0, bad]);
      await callback(step(2), session);
      await callback(step(3), session);
      await callback(epochEvent(1, { train: { loss: 1 } }), session);
      expect(callback.state!()).toEqual({ values: [] });
      await callback(end, session);
      expect(await store.list()).toEqual(['last.safetensors']);
      expect(await store.read('last.safetensors')).toEqual(good);
    }
    expect(told).toEqual(
      Array(3).fill(
        'checkpoints: bias is not finite after step 2, which is not saved; ' +
          'the newest that was saved is of step 1.',
      ),
    );
  });

  it('never makes an epoch the best whose measured weights are not finite', async () => {
    const { store } = testStore();
    const told: string[] = [];
    const onProblem = ({ message }: Error) => void told.push(message);
    const callback = checkpoints(store, { best: 'train.loss', onProblem });
    // The statistics of averages are measured, and are not in the state.
    const measured = new Map([['running_mean', tensor([NaN])]]);
    const session = { ...savedSession(), evaluated: () => measured };
    await callback(epochEvent(1, { train: { loss: 1 } }), session);
    await callback(end, savedSession());
    expect(await store.list()).toEqual(['last.safetensors']);
    expect(callback.state!()).toEqual({ values: [] });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^checkpoints: running_mean is not finite after step \d+, which is not saved/);
  });

  it('has finite moments and averages, and the loss of its step is finite', async () => {
    const { store } = testStore();
    const callback = checkpoints(store, { everySteps: 1, onProblem: ignore });
    await callback(step(1), savedSession());
    await settle();
    const good = await store.read('last.safetensors');
    for (const [i, name] of ['optimizer.0.weight.exp_avg', 'average.0.weight'].entries())
      await callback(step(10 + 2 * i), savedSession(undefined, { [`training.${name}`]: tensor([NaN]) }));
    await callback(step(20, Number.POSITIVE_INFINITY), savedSession());
    await callback({ ...end, step: 20 }, savedSession());
    expect(await store.list()).toEqual(['last.safetensors']);
    expect(await store.read('last.safetensors')).toEqual(good);
  });

  it('is given up for the one before it if the next loss is not finite', async () => {
    const { store } = testStore();
    const callback = checkpoints(store, { everySteps: 2, onProblem: ignore });
    const contents: (Uint8Array | undefined)[] = [];
    for (const [number, loss] of [
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, NaN],
    ] as const) {
      await callback(
        step(number, loss),
        savedSession(new Linear(1, number, { generator: createGenerator(1) })),
      );
      await settle();
      contents.push(await store.read('last.safetensors'));
    }
    expect(contents[3]).not.toEqual(contents[1]);
    expect(contents[4]).toEqual(contents[1]);
    expect(await store.list()).toEqual(['last.safetensors']);
  });

  it('may have infinities beside the weights, such as a best score before the first', async () => {
    const { store } = testStore();
    const beside = { 'training.callbacks.mine.best': tensor([Number.POSITIVE_INFINITY]) };
    await checkpoints(store)(end, savedSession(undefined, beside));
    const { tensors } = await readFile(store, 'last.safetensors');
    expect([...tensors.get('training.callbacks.mine.best')!.data]).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is not made at the end of a session that diverged', async () => {
    const { store, control } = testStore();
    const callback = checkpoints(store, { everySteps: 1, onProblem: ignore });
    await callback(step(1), savedSession());
    await callback({ ...end, reason: 'diverged' }, savedSession());
    expect(control.written).toEqual(['next.safetensors']);
  });

  it('says that it replaces the state of an earlier run, unless it goes on from it', async () => {
    const store = memoryStore('runs/a');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await fit(setUp([checkpoints(store)], { epochs: 1 }));
    const session = training(setUp([checkpoints(store)], { epochs: 2 }));
    await session.load((await loadLatest(store))!.file);
    for await (const _ of session);
    expect(warn).not.toHaveBeenCalled();
    await fit(setUp([checkpoints(store)]));
    expect(warn.mock.calls).toEqual([
      [
        'checkpoints: runs/a has the state of an earlier run, which this one replaces; ' +
          'fit({ resume: store }) goes on from it.',
      ],
    ]);
  });
});
