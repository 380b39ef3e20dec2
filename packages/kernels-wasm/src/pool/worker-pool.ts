import { RegoptError } from '@regopt/tensor';
import type { WasmExports } from '../runtime/instantiate.ts';
import { maySleep } from '../runtime/platform.ts';
import { type StartedWorker, startWorker } from './start-worker.ts';
import type { WorkerTask } from './worker-text.ts';

/** Words of the control block, as in assembly/program/control.ts. */
const word = { job: 0, stop: 3, maySleep: 4, ready: 16, passed: 48 };

/** Milliseconds, about, between two questions of the waiting thread whether it is late: with a sleep, and where it may not sleep. */
const nap = 3.5;
const look = 1.5;

/** Nanoseconds of work that this thread does alone after the others kept it waiting: at first, and the maximum. */
const minAlone = 20e6;
const maxAlone = 640e6;

/** Milliseconds between two looks whether the workers have begun. */
const poll = 4;

/** What a pool runs on. */
export interface PoolOptions extends Omit<WorkerTask, 'control' | 'thread'> {
  /** The instance of this thread, which is thread 0. */
  readonly exports: WasmExports;
  /** Room for another control block, zeroed, that no worker still looks at. */
  readonly takeControl: () => number;
  /** About how many milliseconds this thread waits for the others at most. */
  readonly workerTimeout: number;
  /** Told once, when there will be no workers after all. */
  readonly gaveUp: (reason: string) => void;
}

/**
 * Workers that run lists of commands together with this thread. They look for work for a moment and then sleep; a process
 * may end while they do. One that dies is noticed, at the latest when this thread waits for it, and the pool is made anew.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  #workers: StartedWorker[] = [];
  #control = 0;
  #words!: Int32Array;
  #ready = false;
  /** How often this thread has looked in vain: at the present barrier, and in the present list. */
  #questions = 0;
  #waits = 0;
  #lastPassed = 0;
  /** Nanoseconds of work still to be done alone, and how many it will be next time. */
  #alone = 0;
  #nextAlone = minAlone;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#start();
  }

  /** Whether all workers have begun: until then this thread works alone. */
  get ready(): boolean {
    if (this.#ready) return true;
    this.#ready = this.#workers.length > 0 && Atomics.load(this.#words, word.ready) === this.#workers.length;
    return this.#ready;
  }

  /**
   * Settles when the workers have begun, when there are none, or after about `workerTimeout` milliseconds. It polls, since the
   * WebAssembly call in which a worker begins does not return, and no message can be sent from within.
   */
  async started(): Promise<void> {
    for (let left = this.#options.workerTimeout; left > 0 && !this.ready; left -= poll) {
      if (this.#workers.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, poll));
    }
  }

  /**
   * Whether to run a list of so many nanoseconds of work on all threads. Backoff: once sharing has cost more than it saved, this
   * thread runs alone for `alone` nanoseconds of work, doubling up to the maximum. Results are the same.
   */
  takesPart(work: number): boolean {
    if (!this.ready) return false;
    if (this.#alone <= 0) return true;
    this.#alone -= work;
    return false;
  }

  /**
   * Runs the list of commands at `list` on all threads. `work` is about how many nanoseconds it takes on one.
   *
   * @throws RegoptError when a worker does not do its share in time; the pool is then made anew.
   */
  run(list: number, count: number, work: number): void {
    this.#questions = 0;
    this.#waits = 0;
    const { exports, threads, workerTimeout } = this.#options;
    let ended: boolean;
    try {
      ended = exports['dispatch']!(list, count, this.#control, threads) !== 0;
    } catch (error) {
      // This thread left in the middle of a list, where the others still wait for it.
      this.restart();
      throw error;
    }
    if (ended) {
      const waited = this.#waits * look * 1e6;
      if (waited > work / threads) {
        this.#alone = this.#nextAlone;
        this.#nextAlone = Math.min(2 * this.#nextAlone, maxAlone);
      } else this.#nextAlone = Math.max(minAlone, this.#nextAlone - work);
      return;
    }
    this.restart();
    throw new RegoptError(
      `wasm: a worker thread did not finish its share within ${workerTimeout} ms: it died or is stuck. The tensors that the ` +
        'step was writing hold part of its results. The threads were started anew, so a retry may follow.',
    );
  }

  /** Answers the waiting thread: whether it has waited too long. */
  late(): number {
    this.#waits += 1;
    // Others that come to a barrier, however slowly, are alive.
    const passed = Atomics.load(this.#words, word.passed);
    this.#questions = passed === this.#lastPassed ? this.#questions + 1 : 1;
    this.#lastPassed = passed;
    return this.#questions * (maySleep() ? nap : look) > this.#options.workerTimeout ? 1 : 0;
  }

  /** Ends the workers, however busy, and starts others. */
  restart(): void {
    this.dispose();
    this.#start();
  }

  dispose(): void {
    this.#ready = false;
    const workers = this.#workers;
    this.#workers = [];
    if (workers.length === 0) return;
    Atomics.store(this.#words, word.stop, 1);
    Atomics.notify(this.#words, word.job);
    Atomics.notify(this.#words, word.passed);
    for (const worker of workers) worker.terminate();
  }

  #start(): void {
    const { takeControl, threads, exports, gaveUp, workerTimeout, ...task } = this.#options;
    const control = takeControl();
    this.#control = control;
    this.#words = new Int32Array(task.memory.buffer, control, exports['controlBytes']!() / 4);
    this.#words[word.maySleep] = maySleep() ? 1 : 0;
    const ended = (reason: string) => {
      // Of workers that were told to end, and of a second one that dies with the first.
      if (control !== this.#control || this.#workers.length === 0) return;
      if (this.ready) this.restart();
      else {
        // What keeps one from starting, such as a page's policy, would keep the next one too.
        this.dispose();
        gaveUp(reason);
      }
    };
    try {
      for (let thread = 1; thread < threads; thread++) {
        this.#workers.push(startWorker({ ...task, threads, control, thread }, ended));
      }
    } catch (error) {
      // Workers are forbidden. Deferred: the caller of this constructor does not have the pool yet.
      this.dispose();
      queueMicrotask(() => gaveUp(String(error)));
    }
  }
}
