import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The system's Python comes before one of a virtual environment: it is the one that a distribution's PyTorch is for. */
const systemPython = '/usr/bin/python3';

/** How a peer's worker is run, with these words; a Python one is told its threads. */
export function workerCommand(
  folder: string,
  worker: string,
  words: readonly string[],
  threads: number,
  env: NodeJS.ProcessEnv,
): WorkerCommand {
  if (!worker.endsWith('.py'))
    return { command: process.execPath, args: [join(folder, 'run-worker.mjs'), worker, ...words], env };
  // OpenBLAS left to its own choice of kernels and told its threads: the first two can slow it to half.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = env;
  return {
    command: existsSync(systemPython) ? systemPython : 'python3',
    args: [join(folder, worker), `${threads}`, ...words],
    env: { ...rest, OPENBLAS_NUM_THREADS: `${threads}`, OMP_NUM_THREADS: `${threads}` },
  };
}
