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
  type Tensor,
  type TypedArray,
  typedView,
} from '@regopt/tensor';
import type { RecordedBuffer } from '../program/command.ts';
import { ProgramList } from '../program/program-list.ts';
import { Recording } from '../program/recording.ts';
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
  #recording: Recording | undefined;
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
    this.#recording?.allocated(handle, byteLength);
    return handle;
  }

  free(handle: number, byteLength: number): void {
    if (this.#instance === undefined) return;
    if (this.#recording?.freed(handle) === false) return;
    this.#programs.freed(handle);
    this.#allocator.free(handle, byteLength);
  }

  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray {
    const { buffer } = this.#live();
    this.#recording?.viewed(handle, byteLength);
    return typedView(dtype, buffer, handle + byteOffset, (byteLength - byteOffset) / bytesPerElement[dtype]);
  }

  run(kernel: Kernel, tensors: readonly Tensor[], numbers: readonly number[]): void {
    const instance = this.#live();
    const entry = this.#dispatch.find(kernel, tensors);
    entry.count += 1;
    this.#recording?.add(entry, tensors, numbers);
    if (entry.call === undefined) {
      runReference(kernel.reference, instance.buffer, tensors.map(referenceOperand), numbers);
      return;
    }
    if (numbers.length !== entry.fixedNumbers || entry.numbersPerAxis !== 0) checkCount(entry, numbers);
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

  host(callback: () => void, onlyReads = false, target?: Tensor, fixed?: object): void {
    if (this.#recording === undefined) callback();
    else this.#recording.host(callback, onlyReads, target, fixed);
  }

  get recording(): boolean {
    return this.#recording !== undefined;
  }

  /** Runs the step once and records it: see `compile`. */
  record(step: () => void): Program | undefined {
    this.#live();
    // A step recorded inside another recording is a part of that one.
    if (this.#recording !== undefined) {
      step();
      return undefined;
    }
    const recording = new Recording(false);
    this.#recording = recording;
    let replays = false;
    try {
      step();
      replays = !recording.leavesMemory;
    } finally {
      this.#recording = undefined;
      this.#release(recording.freedBuffers(!replays));
    }
    if (!replays) return undefined;
    if (recording.commands.length + recording.callbacks.length === 0) {
      throw new RegoptError(
        'compile: the step ran no kernel on the wasm back end: its tensors live on another one, or it ' +
          'does nothing.',
      );
    }
    try {
      const program = new WasmProgram(recording, this.#programHost());
      return this.#programs.add(program, recording.handlesOutside);
    } catch (error) {
      this.#release(recording.pinned);
      throw error;
    }
  }

  async read(tensor: Tensor): Promise<TypedArray> {
    return tensor.toArray();
  }

  memory(): MemoryUse {
    const { buffers, bytes } = this.#allocator;
    return { buffers, bytes, reservedBytes: this.#instance?.byteLength ?? 0 };
  }

  report(): KernelReport {
    this.#programs.count();
    return { fast: this.#dispatch.counts(true), reference: this.#dispatch.counts(false) };
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

  #release(buffers: readonly RecordedBuffer[]): void {
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
        const recording = new Recording(true);
        this.#recording = recording;
        try {
          step();
        } finally {
          this.#recording = undefined;
        }
        return recording;
      },
      release: (program: WasmProgram) => this.#programs.release(program),
    };
  }
}
