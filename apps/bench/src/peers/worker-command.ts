import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The system's Python is preferred over a virtual environment's, since a distribution's PyTorch belongs to
 * it.
 */
const systemPython = '/usr/bin/python3';

/** Settings of a worker in addition to its peer's. */
export interface WorkerSetting {
  readonly folder: string;
  readonly threads: number;
  /** The interpreter of a Python worker. Default: the system's, else the first on the path. */
  readonly python?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The command of a peer's worker; a Python worker also gets its thread count. */
export function workerCommand(
  { worker, words, env: own }: Pick<Peer, 'worker' | 'words' | 'env'>,
  { folder, threads, python, env }: WorkerSetting,
): WorkerCommand {
  if (!worker.endsWith('.py'))
    return {
      command: process.execPath,
      args: [join(folder, 'run-worker.mjs'), worker, ...words],
      env: { ...env, ...own },
    };
  // OpenBLAS must choose its kernels itself: these two variables can halve its speed. It does get its thread
  // count.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = env;
  return {
    command: python ?? (existsSync(systemPython) ? systemPython : 'python3'),
    args: [join(folder, worker), `${threads}`, ...words],
    env: { ...rest, OPENBLAS_NUM_THREADS: `${threads}`, OMP_NUM_THREADS: `${threads}`, ...own },
  };
}
