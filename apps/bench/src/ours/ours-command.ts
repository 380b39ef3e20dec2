import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerCommand } from '../peers/worker-command.ts';

/** The command of a worker of ours, which runs from a checkout's sources: only the kernels must be built. */
export function oursCommand(benchFolder: string, worker: 'ours' | 'limit'): WorkerCommand {
  const main = join(benchFolder, 'src/main.ts');
  return {
    command: process.execPath,
    args: [`--conditions=${conditionOf(benchFolder)}`, main, '--worker', worker],
    env: process.env,
  };
}

/** The export condition of a checkout's sources; an older checkout may call it differently. */
function conditionOf(benchFolder: string): string {
  const { exports } = JSON.parse(
    readFileSync(join(benchFolder, '../../packages/tensor/package.json'), 'utf8'),
  );
  const found = Object.entries(exports['.']).find(([, path]) => path === './src/index.ts');
  if (found === undefined) throw new Error(`internal: ${benchFolder} has no condition for its sources.`);
  return found[0];
}
