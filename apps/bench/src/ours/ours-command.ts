import { join } from 'node:path';
import type { WorkerCommand } from '../peers/worker-command.ts';

/** How a worker of ours is run, from the sources of a checkout: its kernels are made, everything else needs no build. */
export function oursCommand(benchFolder: string, worker: 'ours' | 'limit'): WorkerCommand {
  const main = join(benchFolder, 'src/main.ts');
  return {
    command: process.execPath,
    args: ['--conditions=@regopt/source', main, '--worker', worker],
    env: process.env,
  };
}
