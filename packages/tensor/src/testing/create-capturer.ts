import type { Backend } from '../backend/backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { tick } from '../memory/mark-written.ts';
import { bytesPerElement } from '../tensor/dtype.ts';

/** A back end that captures one step, and the functions to capture and replay it. */
export interface Capturer {
  readonly backend: Backend;
  /** Runs the step and captures its host callbacks and its kernels. */
  capture(step: () => void): void;
  /** Repeats the captured step: all host callbacks first, then all kernels, on the same memory. */
  replay(): void;
}

/**
 * A reference back end that can capture a step, as a GPU back end does. Memory freed by the step is not
 * reused, since the replay needs it. It tests that an op can be replayed: anything that the op does outside
 * kernels and callbacks of `Backend.host` is missing from the replay.
 *
 * @example
 * ```ts
 * import { copyInto, empty, scope, withBackend, writeOnHost } from '@regopt/tensor';
 * import { createCapturer } from '@regopt/tensor/testing';
 * const { backend, capture, replay } = createCapturer();
 * const x = withBackend(backend, () => empty([1]));
 * let steps = 0;
 * const step = () => {
 *   const count = empty([1]);
 *   writeOnHost(count, () => [++steps]);
 *   copyInto(x, count);
 * };
 * withBackend(backend, () => capture(() => scope(step)));
 * replay();
 * x.item(); // 2
 * ```
 */
export function createCapturer(): Capturer {
  const inner = createReferenceBackend();
  const callbacks: (() => void)[] = [];
  const commands: (() => void)[] = [];
  let capturing = false;
  const backend: Backend = {
    name: 'capturer',
    get capturing() {
      return capturing;
    },
    allocate: (byteLength) => inner.allocate(byteLength),
    free: (handle, byteLength) => (capturing ? undefined : inner.free(handle, byteLength)),
    view: (handle, byteLength, dtype, byteOffset) => inner.view(handle, byteLength, dtype, byteOffset),
    run(kernel, tensors, numbers) {
      const command = (): void => {
        const arrays = tensors.map(({ storage, dtype, offset }) =>
          inner.view(storage.handle, storage.byteLength, dtype, offset * bytesPerElement[dtype]),
        );
        kernel.reference(arrays, numbers);
        tensors[0]!.storage.version = tick();
      };
      command();
      if (capturing) commands.push(command);
    },
    host(callback) {
      callback();
      if (capturing) callbacks.push(callback);
    },
    read: (x) => inner.read(x),
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
  return {
    backend,
    capture(step) {
      capturing = true;
      try {
        step();
      } finally {
        capturing = false;
      }
    },
    replay() {
      for (const callback of callbacks) callback();
      for (const command of commands) command();
    },
  };
}
