import { startContestant } from '../peers/start-contestant.ts';
import type { WorkerProcess } from '../peers/worker-process.ts';
import type { Work } from '../work.ts';
import type { Ours } from './ours.ts';
import type { OursFacts } from './ours-facts.ts';
import type { OursSettings } from './ours-settings.ts';

/** Lets a worker prepare a case's work. */
export async function startOurs(
  name: string,
  worker: Pick<WorkerProcess, 'ask'>,
  work: Work,
  settings: OursSettings,
): Promise<Ours> {
  const { contestant, facts } = await startContestant<OursFacts>(name, worker, work, settings);
  return {
    contestant,
    facts,
    async referenceKernels() {
      const { report } = await worker.ask({ report: true });
      return report as string[];
    },
  };
}
