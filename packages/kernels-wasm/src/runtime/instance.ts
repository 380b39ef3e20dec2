import { OutOfMemoryError } from '@regopt/tensor';
import { WorkerPool } from '../pool/worker-pool.ts';
import type { GrowableMemory } from './allocator.ts';
import { headerBytes, maxBlockBytes } from './argument-block.ts';
import { kernelExports } from './dispatch.ts';
import { instantiate, type WasmExports } from './instantiate.ts';
import type { HostModule } from './wasm-source.ts';

/** What an instance of the kernels is made of. */
export interface InstanceOptions {
  readonly module: HostModule;
  readonly threads: number;
  /** Whether the module asks for shared memory. */
  readonly shared: boolean;
  readonly workerTimeout: number;
}

const pageBytes = 65536;
const entryBytes = 16;
/** A list entry's flag: all threads meet after it. */
const meets = 0x10000;
/** How many pools there may be, one after the other, before the first one's control block is used again. */
const maxPools = 32;
const aligned = (address: number) => Math.ceil(address / 64) * 64;

/**
 * The kernels over their memory, on this thread and its workers. The memory begins with the module's constants; then come each
 * thread's scratch area, the partial results, an argument block and a list of two entries for commands outside of
 * programs, and room for the control blocks of `maxPools` pools; the rest, from `start` on, is the allocator's.
 */
export class Instance implements GrowableMemory {
  readonly exports: WasmExports;
  readonly threads: number;
  /** Where the argument block of the command at hand lies. */
  readonly args: number;
  /** The first byte that is not the instance's own. */
  readonly start: number;
  /** Views of the argument block and its header, made anew when memory has grown. */
  header!: Uint32Array;
  addresses!: Uint32Array;
  numbers!: Float64Array;
  readonly #memory: WebAssembly.Memory;
  readonly #list: number;
  #listWords!: Uint32Array;
  readonly #controls: number;
  #controlsTaken = 0;
  #pool: WorkerPool | undefined;
  /** Why there are no worker threads after all. */
  #failure: string | undefined;

  constructor({ module, threads, shared, workerTimeout }: InstanceOptions) {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
    const exports = instantiate(module, memory, kernelExports, () => this.#pool?.late() ?? 1);
    this.#memory = memory;
    this.exports = exports;
    this.threads = threads;
    const scratch = aligned(exports['heapBase']!());
    const partials = scratch + threads * exports['scratchBytes']!();
    this.args = partials + exports['partialsBytes']!() + headerBytes;
    this.#list = aligned(this.args + maxBlockBytes);
    this.#controls = aligned(this.#list + 2 * entryBytes);
    this.start = this.#controls + maxPools * exports['controlBytes']!();
    if (!this.grow(this.start)) {
      throw new OutOfMemoryError(
        `createWasmBackend: no room for the ${this.start} bytes that ${threads} threads need.`,
      );
    }
    exports['init']!(scratch, partials);
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
      // What WebAssembly throws when the maximum or the machine's memory is reached.
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.header = new Uint32Array(this.buffer, this.args - headerBytes, 1);
    this.addresses = new Uint32Array(this.buffer, this.args, (maxBlockBytes - headerBytes) / 4);
    this.numbers = new Float64Array(this.buffer, this.args, (maxBlockBytes - headerBytes) / 8);
    this.#listWords = new Uint32Array(this.buffer, this.#list, (2 * entryBytes) / 4);
    return true;
  }

  /** How many threads share the work now, and why: `chosen` is the reason for as many as were asked for. */
  threadState(chosen: string): { threads: number; threadsReason: string } {
    if (this.#failure !== undefined) return { threads: 1, threadsReason: this.#failure };
    if (this.#pool?.ready === false) {
      return { threads: 1, threadsReason: `The others of ${this.threads} are still starting: await ready.` };
    }
    return { threads: this.threads, threadsReason: chosen };
  }

  /** Settles when no worker is being started any more, or after about `workerTimeout` milliseconds. */
  async started(): Promise<void> {
    await this.#pool?.started();
  }

  /** Whether a list of commands, of so many nanoseconds of work, is best run on all threads now. */
  takesPart(work: number): boolean {
    return this.#pool?.takesPart(work) ?? false;
  }

  /**
   * Runs the command whose arguments lie in the block on all threads, and then, on this one, what puts its result together.
   * `work` is about how many nanoseconds it takes on one.
   */
  runShared(kernel: number, finish: number | undefined, work: number): void {
    const words = this.#listWords;
    words[0] = kernel;
    words[1] = words[5] = this.args;
    words[2] = 1;
    words[3] = words[7] = meets | 1;
    if (finish !== undefined) words[4] = finish;
    this.#pool!.run(this.#list, finish === undefined ? 1 : 2, work);
  }

  /** Runs a list of commands, of which those for all threads take about `sharedWork` nanoseconds on one; 0 where there are none. */
  execute(list: number, count: number, sharedWork: number): void {
    if (sharedWork > 0 && this.takesPart(sharedWork)) this.#pool!.run(list, count, sharedWork);
    else this.exports['execute']!(list, count, 0, 0, 1);
  }

  dispose(): void {
    this.#pool?.dispose();
    this.#pool = undefined;
  }

  /** A control block, zeroed. Workers of the pool that had it before ended long ago. */
  #takeControl(): number {
    const bytes = this.exports['controlBytes']!();
    const control = this.#controls + (this.#controlsTaken++ % maxPools) * bytes;
    new Uint8Array(this.buffer, control, bytes).fill(0);
    return control;
  }
}
