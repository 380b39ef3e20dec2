import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Linear, namedParameters, Relu, Sequential } from '@regopt/layers';
import { adamw, ema } from '@regopt/optim';
import { createGenerator, readSafetensors, scalar, type Tensor, writeSafetensors } from '@regopt/tensor';
import { fakeSession, stepEvent } from '../../callbacks/fake-session.ts';
import type { Callback } from '../../contract/callback.ts';
import type { Store } from '../../contract/store.ts';
import type { TrainingOptions } from '../../contract/training-options.ts';
import type { TrainingSession } from '../../contract/training-session.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { decodeCheckpoint } from '../checkpoint-file.ts';

export const validation = createLoader(twoMoons({ count: 40, seed: 2, noise: 0.4 }), { batchSize: 40 });

/** Options of a training of ten steps in five epochs, whose validation loss falls and rises. */
export function setUp(callbacks: readonly Callback[], more: Partial<TrainingOptions> = {}) {
  const generator = createGenerator(1);
  const model = new Sequential(
    new Linear(2, 8, { generator }),
    new BatchNorm1d(8),
    new Relu(),
    new Linear(8, 2, { generator }),
  );
  const average = ema(namedParameters(model), { decay: 0.5 });
  return {
    ...{ model, loss: crossEntropy, average, validation, callbacks, epochs: 5 },
    optimizer: adamw(namedParameters(model), { learningRate: 0.3 }),
    train: createLoader(twoMoons({ count: 60, seed: 1, noise: 0.4 }), { batchSize: 30, shuffle: true }),
    ...more,
  };
}

export const ignore = () => {};

/** Resolves once a memory store has written. */
export const settle = () => new Promise((resolve) => setTimeout(resolve));

export const readFile = async (store: Store, name: string) =>
  decodeCheckpoint((await store.read(name))!, name);

export const stepOf = async (store: Store, name = 'last.safetensors') =>
  JSON.parse((await readFile(store, name)).metadata.get('regopt.training')!).place.step as number;

/** A store whose writes can fail or wait, and that notes how many of them run at once. */
export function testStore() {
  const inner = memoryStore('runs/a');
  const control = {
    fault: undefined as Error | undefined,
    gate: Promise.resolve(),
    running: 0,
    most: 0,
    written: [] as string[],
  };
  const store: Store = {
    ...inner,
    async write(name, bytes) {
      control.most = Math.max(control.most, ++control.running);
      await control.gate;
      control.running -= 1;
      if (control.fault !== undefined) throw control.fault;
      control.written.push(name);
      return inner.write(name, bytes);
    },
  };
  return { store, control };
}

/** A session that does not train, whose state is that of the weights `model`. */
export function savedSession(
  model = new Linear(2, 2, { generator: createGenerator(1) }),
  beside: Readonly<Record<string, Tensor>> = {},
): TrainingSession {
  const fake = fakeSession(model);
  const metadata = { 'regopt.training': '{}', scaler: 'mine' };
  const state = async () => {
    const tensors = new Map([...fake.evaluated(), ...Object.entries(beside)]);
    return readSafetensors(writeSafetensors({ tensors, metadata }));
  };
  return { ...fake, state } as TrainingSession;
}

export const step = (number: number, loss = 1) => stepEvent(number, scalar(loss));

export const end = { type: 'end', reason: 'finished', final: true, step: 9, epoch: 1 } as const;
