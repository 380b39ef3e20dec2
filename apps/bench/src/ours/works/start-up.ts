import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { timeFreshProcess } from '../../../peers/time-fresh-process.mjs';
import { benchFolder } from '../../bench-folder.ts';
import type { DoWork } from './do-work.ts';

/** Imports the built packages, as users do: without the export condition of the sources. */
export function prepareStartUp(): DoWork {
  const built = join(benchFolder, 'node_modules/@regopt/kernels-wasm/dist/index.js');
  if (!existsSync(built))
    throw new Error('ours: the packages are not built, and users import built ones. Run pnpm build.');
  return (times) => timeFreshProcess([join(benchFolder, 'start-up/ours.mjs')], times);
}
