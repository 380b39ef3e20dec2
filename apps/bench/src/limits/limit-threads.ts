import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { benchFolder } from '../bench-folder.ts';
import { compileLimits, type LimitExports, maximumPages } from './compile-limits.ts';

/** A loop, its number of repeats, and its arguments. */
export interface LimitJob {
  readonly loop: keyof LimitExports;
  readonly repeats: number;
  readonly numbers: readonly number[];
}

const loops = ['multiplyAdd', 'triad'] as const;
/**
 * Words of the control block before the jobs: the job's number, and the count of threads that have finished
 * it.
 */
const firstJob = 4;
/** Words of a thread's job: the loop, the repeats, the arguments. */
const jobWords = 8;

/**
 * Threads on one memory that run the loops of assembly/limits.ts, each on its share; the caller is the first.
 */
export class LimitThreads {
  readonly memory: WebAssembly.Memory;
  readonly #exports: LimitExports;
  readonly #control: Int32Array;
  readonly #workers: readonly Worker[];

  private constructor(module: WebAssembly.Module, bytes: number, threads: number) {
    this.memory = new WebAssembly.Memory({
      initial: Math.ceil(bytes / 65536),
      maximum: maximumPages,
      shared: true,
    });
    const { memory } = this;
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as LimitExports;
    this.#control = new Int32Array(new SharedArrayBuffer(4 * (firstJob + jobWords * threads)));
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => {
      const workerData = { module, memory, control: this.#control, thread: i + 1 };
      return new Worker(join(benchFolder, 'limits/thread.mjs'), { workerData, execArgv: [] });
    });
  }

  static async create(portable: boolean, bytes: number, threads: number): Promise<LimitThreads> {
    const created = new LimitThreads(await compileLimits(portable), bytes, threads);
    await Promise.all(
      created.#workers.map(
        (worker) => new Promise((resolve, reject) => worker.once('online', resolve).once('error', reject)),
      ),
    );
    return created;
  }

  /** Runs one job per thread in parallel, and waits for all. The threads sleep between calls. */
  run(jobs: readonly LimitJob[]): void {
    const control = this.#control;
    for (const [thread, { loop, repeats, numbers }] of jobs.entries())
      control.set([loops.indexOf(loop), repeats, ...numbers], firstJob + jobWords * thread);
    Atomics.store(control, 1, 0);
    Atomics.add(control, 0, 1);
    Atomics.notify(control, 0);
    const { loop, repeats, numbers } = jobs[0]!;
    const share = this.#exports[loop] as (...words: readonly number[]) => void;
    for (let i = 0; i < repeats; i++) share(...numbers);
    for (let done = 0; done < this.#workers.length; done = Atomics.load(control, 1))
      Atomics.wait(control, 1, done);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
