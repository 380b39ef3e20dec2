import { join } from 'node:path';
import { benchFolder } from '../bench-folder.ts';

/** Folder of the peers' workers and packages, outside the workspace. */
export const peersFolder = join(benchFolder, 'peers');
