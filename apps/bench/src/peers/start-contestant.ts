import type { Contestant } from '../contestant.ts';
import type { Work } from '../work.ts';
import type { WorkerProcess } from './worker-process.ts';

/** A worker that has made a case's work ready; an error with the worker's reason when it cannot. */
export async function startContestant(
  name: string,
  worker: Pick<WorkerProcess, 'ask'>,
  work: Work,
): Promise<Contestant> {
  const { note } = await worker.ask({ setup: work });
  return {
    name,
    ...(typeof note === 'string' && { note }),
    async run(times) {
      const { seconds, value } = await worker.ask({ run: times });
      if (typeof seconds !== 'number' || !(seconds >= 0)) throw new Error(`took ${String(seconds)} seconds`);
      // JSON has no NaN and no infinity: a number that is none comes as null.
      if (typeof value !== 'number') throw new Error('its result is not a finite number');
      return seconds;
    },
  };
}
