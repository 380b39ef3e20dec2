import { RegoptError } from '@regopt/tensor';
import {
  controlBytes,
  controlJob,
  controlMaySleep,
  controlPassed,
  controlReady,
  controlStop,
} from '../runtime/abi.ts';
import type { WasmExports } from '../runtime/instantiate.ts';
import { maySleep } from '../runtime/platform.ts';
import { type StartedWorker, startWorker } from './start-worker.ts';
import type { WorkerTask } from './worker-text.ts';

/** Indices of the control block's words. */
const word = {
  job: controlJob / 4,
  stop: controlStop / 4,
  maySleep: controlMaySleep / 4,
  ready: controlReady / 4,
  passed: controlPassed / 4,
};

/**
 * Approximate milliseconds between two calls of `late`: of a thread that sleeps at a barrier, and of one that
 * may not sleep.
 */
const nap = 3.5;
const look = 1.5;

/** Backoff: min and max nanoseconds of work that this thread does alone after the workers kept it waiting. */
const minAlone = 20e6;
const maxAlone = 640e6;

/** Milliseconds between two checks whether the workers have started. */
const poll = 4;

/** Options of {@link WorkerPool}. */
export interface PoolOptions extends Omit<WorkerTask, 'control' | 'thread'> {
  /** The instance of this thread, which is thread 0. */
  readonly exports: Pick<WasmExports, 'dispatch'>;
  /** Returns a zeroed control block that no worker reads any more. */
  readonly takeControl: () => number;
  /** Max milliseconds, approximately, that this thread waits for the workers. */
  readonly workerTimeout: number;
  /** Called once, if the workers cannot be started. */
  readonly gaveUp: (reason: string) => void;
}

/**
 * Workers that run lists of commands together with this thread. When idle they spin for a moment and then
 * sleep; they do not keep the process alive. If a worker dies, the pool restarts all workers, at the latest
 * when this thread waits for it.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  #workers: StartedWorker[] = [];
  #control = 0;
  #words!: Int32Array;
  #ready = false;
  /** Calls of `late` since a thread last reached a barrier, and in the current list. */
  #questions = 0;
  #waits = 0;
  #lastPassed = 0;
  /** Nanoseconds of work that this thread still does alone, and the length of its next period alone. */
  #alone = 0;
  #nextAlone = minAlone;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#start();
  }

  /** True once all workers have started; until then this thread works alone. */
  get ready(): boolean {
    if (this.#ready) return true;
    this.#ready = this.#workers.length > 0 && Atomics.load(this.#words, word.ready) === this.#workers.length;
    return this.#ready;
  }

  /**
   * Resolves when the workers have started, when there are none, or after about `workerTimeout` milliseconds.
   * It polls: a worker stays in its WebAssembly call and cannot send a message from there.
   */
  async started(): Promise<void> {
    for (let left = this.#options.workerTimeout; left > 0 && !this.ready; left -= poll) {
      if (this.#workers.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, poll));
    }
  }

  /**
   * True if a list with `work` nanoseconds of work should run on all threads. Backoff: once sharing has cost
   * more than it saved, this thread runs alone for `alone` nanoseconds of work, doubling up to the max. The
   * results are the same.
   */
  takesPart(work: number): boolean {
    if (!this.ready) return false;
    if (this.#alone <= 0) return true;
    this.#alone -= work;
    return false;
  }

  /**
   * Runs the list of commands at `list` on all threads. `work` is its estimated nanoseconds on one thread.
   *
   * @throws RegoptError when a worker does not finish its share in time; all workers are then restarted.
   */
  run(list: number, count: number, work: number): void {
    this.#questions = 0;
    this.#waits = 0;
    const { exports, threads, workerTimeout } = this.#options;
    let ended: boolean;
    try {
      ended = exports.dispatch(list, count, this.#control, threads) !== 0;
    } catch (error) {
      // This thread threw in the middle of a list: the workers still wait for it at a barrier.
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
      `wasm: a worker thread did not finish its share within ${workerTimeout} ms: it died or is stuck. ` +
        'The tensors that the step was writing hold part of its results. ' +
        'The threads were restarted, so a retry may follow.',
    );
  }

  /** Called by the waiting thread: returns 1 if it has waited too long. */
  late(): number {
    this.#waits += 1;
    // Workers that reach barriers, however slowly, are alive.
    const passed = Atomics.load(this.#words, word.passed);
    this.#questions = passed === this.#lastPassed ? this.#questions + 1 : 1;
    this.#lastPassed = passed;
    return this.#questions * (maySleep() ? nap : look) > this.#options.workerTimeout ? 1 : 0;
  }

  /** Terminates the workers, even busy ones, and starts new ones. */
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
    this.#words = new Int32Array(task.memory.buffer, control, controlBytes / 4);
    this.#words[word.maySleep] = maySleep() ? 1 : 0;
    const ended = (reason: string) => {
      // Ignored: terminated workers of an earlier pool, and further workers that die with the first.
      if (control !== this.#control || this.#workers.length === 0) return;
      if (this.ready) this.restart();
      else {
        // The cause, such as a page's policy, would also stop the next worker from starting.
        this.dispose();
        gaveUp(reason);
      }
    };
    try {
      for (let thread = 1; thread < threads; thread++) {
        this.#workers.push(startWorker({ ...task, threads, control, thread }, ended));
      }
    } catch (error) {
      // Workers are forbidden. Deferred, since the caller of this constructor does not have the pool yet.
      this.dispose();
      queueMicrotask(() => gaveUp(String(error)));
    }
  }
}
