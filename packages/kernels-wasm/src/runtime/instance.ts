import { OutOfMemoryError } from '@regopt/tensor';
import { WorkerPool } from '../pool/worker-pool.ts';
import {
  addressBytes,
  controlBytes,
  entryBytes,
  headerBytes,
  numberBytes,
  partialsBytes,
  scratchBytes,
} from './abi.ts';
import type { GrowableMemory } from './allocator.ts';
import { maxBlockBytes } from './argument-block.ts';
import { writeEntry } from './command-list.ts';
import { kernelExports } from './dispatch.ts';
import { instantiate, type WasmExports } from './instantiate.ts';
import type { HostModule } from './wasm-source.ts';

/** Options of {@link Instance}. */
export interface InstanceOptions {
  readonly module: HostModule;
  readonly threads: number;
  /** True if the module imports shared memory. */
  readonly shared: boolean;
  readonly workerTimeout: number;
}

const pageBytes = 65536;
/**
 * Number of control blocks. Each pool uses another one, so a block is reused only after this many restarts.
 */
const maxPools = 32;
const aligned = (address: number) => Math.ceil(address / 64) * 64;

/**
 * The kernels over their memory, on this thread and its workers. Memory layout: the module's constants; each
 * thread's scratch area; the partial results; an argument block and a list of two entries for commands
 * outside of programs; the control blocks of `maxPools` pools; from `start` on, the allocator's blocks.
 */
export class Instance implements GrowableMemory {
  readonly exports: WasmExports;
  readonly threads: number;
  /** Address of the argument block for commands outside of programs. */
  readonly args: number;
  /** First byte after the instance's own memory. */
  readonly start: number;
  /** Views of the argument block and its header, renewed when memory has grown. */
  header!: Uint32Array;
  addresses!: Uint32Array;
  numbers!: Float64Array;
  readonly #memory: WebAssembly.Memory;
  readonly #list: number;
  #listWords!: Uint32Array;
  readonly #controls: number;
  #controlsTaken = 0;
  #pool: WorkerPool | undefined;
  /** The reason if the workers could not be started. */
  #failure: string | undefined;

  constructor({ module, threads, shared, workerTimeout }: InstanceOptions) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
    const exports = instantiate(module, memory, kernelExports, () => this.#pool?.late() ?? 1);
    this.#memory = memory;
    this.exports = exports;
    this.threads = threads;
    const scratch = aligned(exports.heapBase());
    const partials = scratch + threads * scratchBytes;
    this.args = partials + partialsBytes + headerBytes;
    this.#list = aligned(this.args + maxBlockBytes);
    this.#controls = aligned(this.#list + 2 * entryBytes);
    this.start = this.#controls + maxPools * controlBytes;
    if (!this.grow(this.start)) {
      throw new OutOfMemoryError(
        `createWasmBackend: no room for the ${this.start} bytes that ${threads} threads need.`,
      );
    }
    exports.init(scratch, partials);
    if (threads === 1) return;
    this.#pool = new WorkerPool({
      ...{ module, memory, names: kernelExports, scratch, partials, threads, exports, workerTimeout },
      takeControl: () => this.#takeControl(),
      gaveUp: (reason) => {
        this.#pool = undefined;
        this.#failure = `The worker threads could not be started: ${reason}.`;
      },
    });
  }

  get buffer(): ArrayBufferLike {
    return this.#memory.buffer;
  }

  get byteLength(): number {
    return this.#memory.buffer.byteLength;
  }

  grow(bytes: number): boolean {
    try {
      this.#memory.grow(Math.ceil(bytes / pageBytes));
    } catch (error) {
      // WebAssembly's error for memory beyond the maximum or beyond that of the machine.
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.header = new Uint32Array(this.buffer, this.args - headerBytes, 1);
    this.addresses = new Uint32Array(this.buffer, this.args, (maxBlockBytes - headerBytes) / addressBytes);
    this.numbers = new Float64Array(this.buffer, this.args, (maxBlockBytes - headerBytes) / numberBytes);
    this.#listWords = new Uint32Array(this.buffer, this.#list, (2 * entryBytes) / 4);
    return true;
  }

  /** Number of threads in use, and the reason: `chosen` if all requested threads are. */
  threadState(chosen: string): { threads: number; threadsReason: string } {
    if (this.#failure !== undefined) return { threads: 1, threadsReason: this.#failure };
    if (this.#pool?.ready === false) {
      return { threads: 1, threadsReason: `The others of ${this.threads} are still starting: await ready.` };
    }
    return { threads: this.threads, threadsReason: chosen };
  }

  /** Resolves when no worker is starting any more, or after about `workerTimeout` milliseconds. */
  async started(): Promise<void> {
    await this.#pool?.started();
  }

  /** True if a list with `work` nanoseconds of work should run on all threads now. */
  takesPart(work: number): boolean {
    return this.#pool?.takesPart(work) ?? false;
  }

  /**
   * Runs the command in the argument block on all threads, and then its `finish` export on this thread.
   * `work`: estimated nanoseconds on one thread.
   */
  runShared(kernel: number, finish: number | undefined, work: number): void {
    writeEntry(this.#listWords, 0, kernel, this.args, 1, 1, true);
    if (finish !== undefined) writeEntry(this.#listWords, 1, finish, this.args, 0, 1, true);
    this.#pool!.run(this.#list, finish === undefined ? 1 : 2, work);
  }

  /**
   * Runs a list of commands. `sharedWork`: estimated nanoseconds of its shared commands on one thread; 0 if
   * there are none.
   */
  execute(list: number, count: number, sharedWork: number): void {
    if (sharedWork > 0 && this.takesPart(sharedWork)) this.#pool!.run(list, count, sharedWork);
    else this.exports.execute(list, count, 0, 0, 1);
  }

  dispose(): void {
    this.#pool?.dispose();
    this.#pool = undefined;
  }

  /** A zeroed control block. The workers of its previous pool ended long ago. */
  #takeControl(): number {
    const control = this.#controls + (this.#controlsTaken++ % maxPools) * controlBytes;
    new Uint8Array(this.buffer, control, controlBytes).fill(0);
    return control;
  }
}
