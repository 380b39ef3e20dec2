import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerCommand } from '../peers/worker-command.ts';

/** How a worker of ours is run, from the sources of a checkout: its kernels are made, everything else needs no build. */
export function oursCommand(benchFolder: string, worker: 'ours' | 'limit'): WorkerCommand {
  const main = join(benchFolder, 'src/main.ts');
  return {
    command: process.execPath,
    args: [`--conditions=${conditionOf(benchFolder)}`, main, '--worker', worker],
    env: process.env,
  };
}

/** The condition that leads to the sources in a checkout: in an older one it may have another name. */
function conditionOf(benchFolder: string): string {
  const { exports } = JSON.parse(
    readFileSync(join(benchFolder, '../../packages/tensor/package.json'), 'utf8'),
  );
  const found = Object.entries(exports['.']).find(([, path]) => path === './src/index.ts');
  if (found === undefined) throw new Error(`internal: ${benchFolder} has no condition for its sources.`);
  return found[0];
}
