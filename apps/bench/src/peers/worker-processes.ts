import type { WorkerCommand } from './worker-command.ts';
import { WorkerProcess } from './worker-process.ts';

/** The contestants' processes, one per command, for the duration of a suite. */
export class WorkerProcesses {
  readonly #running = new Map<string, WorkerProcess>();

  /** Returns the process of a command; starts it at the first use and after it has ended. */
  get(command: WorkerCommand, use = ''): WorkerProcess {
    const key = JSON.stringify([command, use]);
    const running = this.#running.get(key);
    if (running?.alive) return running;
    const worker = new WorkerProcess(command);
    this.#running.set(key, worker);
    return worker;
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((worker) => worker.close()));
    this.#running.clear();
  }
}
