import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { timeFreshProcess } from '../../../peers/time-fresh-process.mjs';
import { benchFolder } from '../../bench-folder.ts';
import type { DoWork } from './do-work.ts';

/** Users import built packages: without the condition that leads to their sources. */
export function prepareStartUp(): DoWork {
  const built = join(benchFolder, 'node_modules/@regopt/kernels-wasm/dist/index.js');
  if (!existsSync(built))
    throw new Error('ours: the packages are not built, and users import built ones. Run pnpm build.');
  return (times) => timeFreshProcess([join(benchFolder, 'start-up/ours.mjs')], times);
}
