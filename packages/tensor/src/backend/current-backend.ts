import { checkTensor } from '../check/check-tensor.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { valueText } from '../check/option-fault.ts';
import { RegoptError, ShapeError, ValueError } from '../errors.ts';
import { shapeText } from '../shape/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Backend, KernelReport, MemoryUse } from './backend.ts';
import type { Kernel } from './kernel.ts';
import { createReferenceBackend } from './reference-backend.ts';
import { runtime } from './runtime.ts';

/**
 * The back end that new tensors are made on: the reference back end until `setBackend` is called.
 *
 * @example
 * ```ts
 * import { createReferenceBackend, getBackend, withBackend } from '@regopt/tensor';
 * withBackend(createReferenceBackend(), () => getBackend().name); // 'reference'
 * ```
 */
export function getBackend(): Backend {
  const state = runtime();
  return (state.backend ??= createReferenceBackend());
}

/**
 * Makes new tensors be allocated on `backend`. Existing tensors stay on theirs.
 *
 * @throws ValueError for a value that is not a back end, such as a promise of one.
 * @example
 * ```ts
 * import { createReferenceBackend, getBackend, setBackend } from '@regopt/tensor';
 * setBackend(createReferenceBackend());
 * getBackend().name; // 'reference'
 * ```
 */
export function setBackend(backend: Backend): void {
  if (typeof (backend as Partial<Backend> | undefined)?.allocate !== 'function')
    throw new ValueError(
      `setBackend: takes a back end, as await createWasmBackend() gives it, got ${valueText(backend)}.`,
    );
  runtime().backend = backend;
}

/**
 * Calls `fn` with `backend` as the current one and restores the former one afterwards, also after an error.
 *
 * @throws RegoptError when `fn` is asynchronous.
 *
 * @example
 * ```ts
 * import { createReferenceBackend, ones, withBackend } from '@regopt/tensor';
 * const x = withBackend(createReferenceBackend(), () => ones([2]));
 * x.storage.backend.name; // 'reference'
 * ```
 */
export function withBackend<T>(backend: Backend, fn: () => T): T {
  const former = getBackend();
  setBackend(backend);
  try {
    const result = fn();
    if (isAsynchronous(result))
      throw new RegoptError('withBackend: the function is asynchronous; use setBackend.');
    return result;
  } finally {
    setBackend(former);
  }
}

/**
 * Runs a kernel on the back end of its tensors: outputs first, then inputs. The first tensor is marked as
 * written; if the kernel overwrites other existing tensors, call `markWritten` for each. Kernels read memory
 * row by row: pass `contiguous(x)`, unless the kernel is `strided` and gets the strides among the numbers.
 *
 * @throws ShapeError for a view, unless the kernel is `strided` or built in; ValueError for a value that is
 *   not a tensor; RegoptError when the tensors are on different back ends; DisposedError when one was freed.
 * @example
 * ```ts
 * import { empty, fillKernel, run } from '@regopt/tensor';
 * const x = empty([3]);
 * run(fillKernel, [x], [x.size, 7]);
 * x.toArray(); // 7, 7, 7
 * ```
 */
export function run(kernel: Kernel, tensors: readonly Tensor[], numbers: readonly number[] = []): void {
  const backend = tensors[0]?.storage?.backend;
  if (backend === undefined || !(kernel.builtIn || kernel.strided)) checkLayout(kernel.name, tensors);
  for (let i = 0; i < tensors.length; i++) {
    const storage = tensors[i]!.storage;
    if (storage.disposed) storage.failDisposed(kernel.name);
    if (storage.backend !== backend) {
      failOnTwo(kernel.name, backend!.name, storage.backend.name);
    }
  }
  const state = runtime();
  if (state.onRead !== undefined) for (const { storage } of tensors) state.onRead(storage);
  tensors[0]!.storage.version = ++state.clock;
  backend!.run(kernel, tensors, numbers);
}

/**
 * Refuses views for a kernel without strides. Skipped for built-in kernels: their ops pass the right layouts.
 */
function checkLayout(operation: string, tensors: readonly Tensor[]): void {
  for (let i = 0; i < Math.max(tensors.length, 1); i++) {
    const x = tensors[i]!;
    checkTensor(operation, x, `tensor ${i}`);
    if (!x.contiguous)
      throw new ShapeError(
        `${operation}: tensor ${i} ${shapeText(x.shape)} is a view, ` +
          'which the kernel would read as if it had no strides. Pass contiguous(x), ' +
          'or define the kernel with { strided: true } if it takes strides among its numbers.',
      );
  }
}

function failOnTwo(operation: string, first: string, second: string): never {
  const names = first === second ? `, both called ${first}` : `: ${first} and ${second}`;
  throw new RegoptError(`${operation}: tensors live on two back ends${names}. Make them on one.`);
}

/**
 * Live buffers and bytes of the current back end.
 *
 * @example
 * ```ts
 * import { createReferenceBackend, memory, withBackend, zeros } from '@regopt/tensor';
 * withBackend(createReferenceBackend(), () => {
 *   zeros([3]);
 *   memory(); // { buffers: 1, bytes: 12, reservedBytes: 12 }
 * });
 * ```
 */
export function memory(): MemoryUse {
  return getBackend().memory();
}

/**
 * Number of runs of each kernel on the current back end: in its own implementation (`fast`), as the reference
 * loop for want of one (`reference`), or as a loop that is meant to run on the host (`host`).
 *
 * @example
 * ```ts
 * import { createReferenceBackend, kernelReport, withBackend, zeros } from '@regopt/tensor';
 * withBackend(createReferenceBackend(), () => {
 *   zeros([3]);
 *   kernelReport().reference; // { fill: 1 }
 * });
 * ```
 */
export function kernelReport(): KernelReport {
  return getBackend().report();
}
