import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The system's Python comes before one of a virtual environment: it is the one that a distribution's PyTorch is for. */
const systemPython = '/usr/bin/python3';

/** How a worker's file is run, with these words. */
export function workerCommand(
  folder: string,
  worker: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): WorkerCommand {
  const args = [join(folder, worker), ...words];
  if (!worker.endsWith('.py')) return { command: process.execPath, args, env };
  // OpenBLAS left to its own choice of kernels and told its threads: the first two can slow it to half.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = env;
  const threads = words[0];
  return {
    command: existsSync(systemPython) ? systemPython : 'python3',
    args,
    env: { ...rest, OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads },
  };
}
