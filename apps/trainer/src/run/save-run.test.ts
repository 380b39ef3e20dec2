import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { loadLatest, memoryStore, nonFiniteGuard, type Store, training } from '@regopt/training';
import { expect, it } from 'vitest';
import { saveRun } from './save-run.ts';

/** Trains a line by a rate that doubles at each step, and saves it as often as it can. */
async function train(store: Store, steps: number) {
  const model = new Linear(1, 1, { generator: createGenerator(1) });
  const told: string[] = [];
  const guard = nonFiniteGuard({ everySteps: 1 });
  const saver = saveRun(store, {
    everySeconds: 1e-9,
    model: async () => Uint8Array.from(new Uint8Array(Float32Array.of(model.weight.item()).buffer)),
    diverged: () => guard.found !== undefined,
    onProblem: ({ message }) => told.push(message),
  });
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model)),
    schedule: (step) => 1e-3 * 2 ** step,
    train: createLoader(noisyCurve({ count: 20, seed: 1 }), { batchSize: 20 }),
    steps,
    callbacks: [guard, saver],
  });
  let reason = '';
  for await (const event of session) if (event.type === 'end') reason = event.reason;
  session.dispose();
  return { reason, told, unsaved: saver.unsaved, weight: model.weight.item() };
}

const modelIn = async (store: Store): Promise<number> =>
  new Float32Array((await store.read('model.safetensors'))!.buffer)[0]!;

it('a run that is saved has its end in a checkpoint, and a model of before', async () => {
  const store = memoryStore();
  const { reason, told, unsaved, weight } = await train(store, 8);
  expect([reason, told, unsaved]).toEqual(['finished', [], undefined]);
  const { file } = (await loadLatest(store))!;
  expect(file.tensors.get('weight')!.data[0]).toBe(weight);
  expect(Math.abs(await modelIn(store))).toBeLessThan(10);
});

it('a run that diverges keeps the checkpoint and the model of before', async () => {
  const store = memoryStore();
  const { reason, unsaved, weight } = await train(store, 200);
  expect([reason, unsaved]).toEqual(['diverged', undefined]);
  const { file } = (await loadLatest(store))!;
  // The loss is the square of about the weight, and infinite above 3.4e38.
  expect(Math.abs(weight)).toBeGreaterThan(2e19);
  for (const kept of [file.tensors.get('weight')!.data[0]!, await modelIn(store)])
    expect(Math.abs(kept)).toBeLessThan(2e19);
});

it('a run on a full disk goes on, tells it once, and says at the end that it is not saved', async () => {
  const full = async (): Promise<void> => {
    throw Object.assign(new Error('the disk is full.'), { code: 'ENOSPC' });
  };
  const { reason, told, unsaved } = await train({ ...memoryStore(), write: full }, 8);
  expect(reason).toBe('finished');
  expect(told).toEqual([
    expect.stringMatching(
      /^checkpoints: step \d was not saved, and saving is tried again; .* disk is full\.$/,
    ),
  ]);
  expect(unsaved!.message).toMatch(/^checkpoints: memory lacks the end, step 8; .* the disk is full\.$/);
});
