import {
  type Backend,
  bytesPerElement,
  createReferenceBackend,
  type Kernel,
  scope,
  type Tensor,
  tensor,
  withBackend,
} from '@regopt/tensor';
import { expect, it } from 'vitest';
import { clipGradNorm } from './clip/clip-grad-norm.ts';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { sgd } from './rules/sgd.ts';

/** A back end that writes down what one step does and can do it again: host callbacks first, then the kernels. */
function createRecorder(): { backend: Backend; record(step: () => void): void; replay(): void } {
  const inner = createReferenceBackend();
  const callbacks: (() => void)[] = [];
  const commands: (() => void)[] = [];
  let recording = false;
  const backend: Backend = {
    name: 'recorder',
    allocate: (byteLength) => inner.allocate(byteLength),
    // What a recorded step freed is used again at its replay.
    free: (handle, byteLength) => (recording ? undefined : inner.free(handle, byteLength)),
    view: (handle, byteLength, dtype, byteOffset) => inner.view(handle, byteLength, dtype, byteOffset),
    run(kernel: Kernel, tensors: readonly Tensor[], numbers: readonly number[]) {
      const views = tensors.map(
        ({ storage, dtype, offset }) =>
          () =>
            inner.view(storage.handle, storage.byteLength, dtype, offset * bytesPerElement[dtype]),
      );
      const command = (): void => {
        kernel.reference(
          views.map((view) => view()),
          numbers,
        );
      };
      command();
      if (recording) commands.push(command);
    },
    host(callback) {
      callback();
      if (recording) callbacks.push(callback);
    },
    read: (x) => inner.read(x),
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
  return {
    backend,
    record(step) {
      recording = true;
      step();
      recording = false;
    },
    replay() {
      for (const callback of callbacks) callback();
      for (const command of commands) command();
    },
  };
}

const rates = [0.1, 0.1, 0.05, 0.02, 0.01];

for (const create of [sgd, adam, adamw]) {
  for (const options of create === sgd ? [{}, { momentum: 0.9 }] : [{}, { amsgrad: true }]) {
    it(`a recorded step of ${create.name} with ${JSON.stringify(options)}, replayed, gives the bits of taking it`, () => {
      const learn = (replayed: boolean): number[] => {
        const { backend, record, replay } = createRecorder();
        return withBackend(backend, () => {
          const x = tensor([1, -2, 3]);
          const gradient = tensor([0, 0, 0]);
          const optimizer = create([x], options);
          const step = (): void => scope(() => optimizer.step(clipGradNorm(new Map([[x, gradient]]), 2)));
          rates.forEach((rate, i) => {
            optimizer.learningRate = rate;
            gradient.data().set([i + 1, 2 - i, 0.5]);
            if (!replayed) step();
            else if (i === 0) record(step);
            else replay();
          });
          return [
            ...x.toArray(),
            ...[...optimizer.state().values()].flatMap((entry) => [...entry.toArray()]),
          ];
        });
      };
      expect(learn(true)).toEqual(learn(false));
    });
  }
}
