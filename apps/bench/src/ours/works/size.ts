import { join } from 'node:path';
import { measureBundle } from '../../../peers/measure-bundle.mjs';
import { benchFolder } from '../../bench-folder.ts';
import type { SizeWork } from '../../work.ts';
import type { DoWork } from './do-work.ts';

/** Bytes that a page loads; it loads one of the kernels' two builds. */
export function prepareSize({ bundle }: SizeWork): DoWork {
  const entry = join(benchFolder, 'bundles', `${bundle}.mjs`);
  return async () => {
    const bytes = await measureBundle({ entry, conditions: ['@regopt/source'], onDemand: /relaxed|worker/ });
    return { cost: bytes, value: bytes };
  };
}
