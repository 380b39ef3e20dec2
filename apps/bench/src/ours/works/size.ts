import { join } from 'node:path';
import { measureBundle } from '../../../peers/measure-bundle.mjs';
import { benchFolder } from '../../bench-folder.ts';
import type { SizeWork } from '../../work.ts';
import type { DoWork } from './do-work.ts';

/** What a page loads; of the two builds of the kernels it takes one. */
export function prepareSize({ bundle }: SizeWork): DoWork {
  const entry = join(benchFolder, 'bundles', `${bundle}.mjs`);
  return async () => {
    const bytes = await measureBundle({ entry, conditions: ['@regopt/source'], onDemand: /relaxed|worker/ });
    return { cost: bytes, value: bytes };
  };
}
