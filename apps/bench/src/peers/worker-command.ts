import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer.ts';

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The system's Python comes before one of a virtual environment: it is the one that a distribution's PyTorch is for. */
const systemPython = '/usr/bin/python3';

/** What a worker is run with, besides what its peer says. */
export interface WorkerSetting {
  readonly folder: string;
  readonly threads: number;
  /** The interpreter of a Python worker. Default: the system's, else the first on the path. */
  readonly python?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** How a peer's worker is run; a Python one is told its threads. */
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
  // OpenBLAS left to its own choice of kernels and told its threads: the first two can slow it to half.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = env;
  return {
    command: python ?? (existsSync(systemPython) ? systemPython : 'python3'),
    args: [join(folder, worker), `${threads}`, ...words],
    env: { ...rest, OPENBLAS_NUM_THREADS: `${threads}`, OMP_NUM_THREADS: `${threads}`, ...own },
  };
}
