import type { Contestant } from '../contestant.ts';
import type { Work } from '../work.ts';
import type { WorkerProcess } from './worker-process.ts';

/** A worker that has made a case's work ready, and what it tells of itself; an error with its reason when it cannot. */
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
      // JSON has no NaN and no infinity: a number that is none comes as null.
      if (typeof value !== 'number') throw new Error(`${name}: its result is not a finite number`);
      return cost;
    },
  };
  return { contestant, facts: facts as Facts };
}
