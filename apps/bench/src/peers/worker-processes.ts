import type { WorkerCommand } from './worker-command.ts';
import { WorkerProcess } from './worker-process.ts';

/** The contestants' processes, one for each command; they live as long as a suite. */
export class WorkerProcesses {
  readonly #running = new Map<string, WorkerProcess>();

  /** The process of a command, started at its first use and when it has ended. */
  get(command: WorkerCommand, use = ''): WorkerProcess {
    const key = JSON.stringify([command, use]);
    const running = this.#running.get(key);
    if (running?.alive) return running;
    const worker = new WorkerProcess(command);
    this.#running.set(key, worker);
    return worker;
  }

  /** Lets all of them end. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((worker) => worker.close()));
    this.#running.clear();
  }
}
