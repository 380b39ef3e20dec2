import { join } from 'node:path';
import { benchFolder } from '../bench-folder.ts';
import type { Challenger } from '../run-case.ts';
import type { Work } from '../work.ts';
import { peers } from './peers.ts';
import { startContestant } from './start-contestant.ts';
import { workerCommand } from './worker-command.ts';
import { WorkerProcess } from './worker-process.ts';

export const peersFolder = join(benchFolder, 'peers');

/** The peers' processes, which live as long as a suite. */
export class PeerWorkers {
  readonly #running = new Map<string, WorkerProcess>();

  /** Every way of running every peer, for this work. */
  challengers(work: Work): Challenger[] {
    return peers.flatMap(({ name, worker, variants }) =>
      variants.map((words) => ({
        peer: name,
        start: () => startContestant(name, this.#worker(worker, words), work),
      })),
    );
  }

  /** Lets all of them end. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((worker) => worker.close()));
    this.#running.clear();
  }

  #worker(file: string, words: readonly string[]): WorkerProcess {
    const key = [file, ...words].join(' ');
    const running = this.#running.get(key);
    if (running?.alive) return running;
    const worker = new WorkerProcess(workerCommand(peersFolder, file, words, process.env));
    this.#running.set(key, worker);
    return worker;
  }
}
