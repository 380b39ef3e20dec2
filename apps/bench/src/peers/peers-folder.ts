import { join } from 'node:path';
import { benchFolder } from '../bench-folder.ts';

/** Where the peers' workers and their packages lie, outside the workspace. */
export const peersFolder = join(benchFolder, 'peers');
