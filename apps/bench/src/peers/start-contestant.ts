import type { Contestant } from '../contestant.ts';
import type { Work } from '../work.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Lets a worker prepare a case's work; returns its contestant and facts, or throws the worker's reason. */
export async function startContestant<Facts>(
  name: string,
  worker: Pick<WorkerProcess, 'ask'>,
  work: Work,
  settings?: object,
): Promise<{ readonly contestant: Contestant; readonly facts: Facts }> {
  const { ready: _, note, ...facts } = await worker.ask({ setup: work, settings });
  const contestant: Contestant = {
    name,
    ...(typeof note === 'string' && { note }),
    async run(times) {
      const { cost, value } = await worker.ask({ run: times });
      if (typeof cost !== 'number' || !(cost >= 0)) throw new Error(`${name}: it cost ${String(cost)}`);
      // JSON has no NaN and no infinity: both arrive as null.
      if (typeof value !== 'number') throw new Error(`${name}: its result is not a finite number`);
      return cost;
    },
  };
  return { contestant, facts: facts as Facts };
}
