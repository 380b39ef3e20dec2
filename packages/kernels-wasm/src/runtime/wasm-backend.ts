import {
  type Backend,
  bytesPerElement,
  DisposedError,
  type DType,
  type Kernel,
  type KernelReport,
  type MemoryUse,
  type Program,
  RegoptError,
  Storage,
  type TensorLike,
  type TypedArray,
  typedView,
} from '@regopt/tensor';
import { Capture } from '../program/capture.ts';
import type { CapturedBuffer } from '../program/command.ts';
import { ProgramList } from '../program/program-list.ts';
import { WasmProgram } from '../program/wasm-program.ts';
import { workOfCall } from '../program/work.ts';
import { Allocator } from './allocator.ts';
import { failOnSize, firstNumber, maxNumbers, maxTensors } from './argument-block.ts';
import type { Capabilities } from './capabilities.ts';
import { checkCount, Dispatch } from './dispatch.ts';
import { Instance, type InstanceOptions } from './instance.ts';
import { referenceOperand, runReference } from './run-reference.ts';

/** Min nanoseconds of work for which a command outside of a program runs on all threads. */
const sharedFrom = 20_000;

/** The back end of this package: see `createWasmBackend`. */
export class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly #chosen: Capabilities;
  readonly #dispatch: Dispatch;
  #instance: Instance | undefined;
  #allocator: Allocator;
  #capture: Capture | undefined;
  readonly #programs = new ProgramList((buffers) => this.#release(buffers));

  constructor(chosen: Capabilities, options: InstanceOptions) {
    this.#chosen = chosen;
    const instance = new Instance(options);
    this.#instance = instance;
    this.#dispatch = new Dispatch(instance.exports);
    this.#allocator = new Allocator(instance, instance.start);
  }

  /** The build and the number of threads in use at this moment, and the reasons. */
  capabilities(): Capabilities {
    const { build, reason, threadsReason } = this.#chosen;
    const state = this.#instance?.threadState(threadsReason);
    return { build, reason, ...(state ?? { threads: 0, threadsReason: 'The back end was disposed.' }) };
  }

  /**
   * Resolves when the workers have started, or have failed to: see `capabilities()`. In a browser
   * `createWasmBackend` has waited for it already; in Node workers start while the first steps run on one
   * thread.
   */
  get ready(): Promise<void> {
    return this.#instance?.started() ?? Promise.resolve();
  }

  allocate(byteLength: number): number {
    this.#live();
    const handle = this.#allocator.allocate(byteLength);
    this.#capture?.allocated(handle, byteLength);
    return handle;
  }

  free(handle: number, byteLength: number): void {
    if (this.#instance === undefined) return;
    if (this.#capture?.freed(handle) === false) return;
    this.#programs.freed(handle);
    this.#allocator.free(handle, byteLength);
  }

  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray {
    const { buffer } = this.#live();
    this.#capture?.viewed(handle, byteLength);
    return typedView(dtype, buffer, handle + byteOffset, (byteLength - byteOffset) / bytesPerElement[dtype]);
  }

  run(kernel: Kernel, tensors: readonly TensorLike[], numbers: readonly number[]): void {
    const instance = this.#live();
    const entry = this.#dispatch.find(kernel, tensors);
    entry.count += 1;
    this.#capture?.add(entry, tensors, numbers);
    if (entry.call === undefined) {
      runReference(kernel.reference, instance.buffer, tensors.map(referenceOperand), numbers);
      return;
    }
    if (numbers.length !== entry.fixedNumbers || entry.numbersPerAxis !== 0) checkCount(entry, numbers);
    // As writeBlock does, without making arrays.
    const { addresses, numbers: block } = instance;
    const count = tensors.length;
    instance.header[0] = count;
    const first = firstNumber(count);
    if (count > maxTensors || numbers.length > maxNumbers) failOnSize(kernel.name, count, numbers.length);
    for (let i = 0; i < count; i++) {
      const { storage, offset, dtype } = tensors[i]!;
      addresses[i] = offset === 0 ? storage.handle : storage.handle + offset * bytesPerElement[dtype];
    }
    for (let i = 0; i < numbers.length; i++) block[first + i] = numbers[i]!;
    if (instance.threads > 1) {
      const work = workOfCall(entry, tensors, numbers);
      if (work >= sharedFrom && instance.takesPart(work)) {
        instance.runShared(entry.kernel, entry.finish, work);
        return;
      }
    }
    entry.call(instance.args, 0, 1);
    entry.finishCall?.(instance.args, 0, 1);
  }

  host(callback: () => void, onlyReads = false, target?: TensorLike, fixed?: object): void {
    if (this.#capture === undefined) callback();
    else this.#capture.host(callback, onlyReads, target, fixed);
  }

  get capturing(): boolean {
    return this.#capture !== undefined;
  }

  /** Runs the step once and captures it: see `compile`. */
  capture(step: () => void): Program | undefined {
    this.#live();
    // A step captured inside another capture is a part of that one.
    if (this.#capture !== undefined) {
      step();
      return undefined;
    }
    const capture = new Capture(false);
    this.#capture = capture;
    let replays = false;
    try {
      step();
      replays = !capture.leavesMemory;
    } finally {
      this.#capture = undefined;
      this.#release(capture.freedBuffers(!replays));
    }
    if (!replays) return undefined;
    if (capture.commands.length + capture.callbacks.length === 0) {
      throw new RegoptError(
        'compile: the step ran no kernel on the wasm back end: ' +
          'its tensors live on another one, or it does nothing.',
      );
    }
    try {
      const program = new WasmProgram(capture, this.#programHost());
      return this.#programs.add(program, capture.handlesOutside);
    } catch (error) {
      this.#release(capture.pinned);
      throw error;
    }
  }

  async read(tensor: TensorLike): Promise<TypedArray> {
    return tensor.toArray();
  }

  memory(): MemoryUse {
    const { buffers, bytes } = this.#allocator;
    return { buffers, bytes, reservedBytes: this.#instance?.byteLength ?? 0 };
  }

  report(): KernelReport {
    this.#programs.count();
    return this.#dispatch.report();
  }

  dispose(): void {
    this.#instance?.dispose();
    this.#instance = undefined;
    this.#allocator = new Allocator({ byteLength: 0, grow: () => false }, 0);
  }

  #live(): Instance {
    if (this.#instance !== undefined) return this.#instance;
    throw new DisposedError('wasm: the back end was disposed, and its tensors with it. Create another.');
  }

  #release(buffers: readonly CapturedBuffer[]): void {
    for (const { handle, byteLength } of buffers) this.free(handle, byteLength);
  }

  #programHost() {
    return {
      threads: this.#live().threads,
      take: (byteLength: number) => {
        const storage = new Storage(this, byteLength);
        storage.keep();
        return storage;
      },
      buffer: () => this.#live().buffer,
      execute: (list: number, count: number, sharedWork: number) =>
        this.#live().execute(list, count, sharedWork),
      watch: (step: () => void) => {
        const capture = new Capture(true);
        this.#capture = capture;
        try {
          step();
        } finally {
          this.#capture = undefined;
        }
        return capture;
      },
      release: (program: WasmProgram) => this.#programs.release(program),
    };
  }
}
