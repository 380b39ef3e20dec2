import { describe, expect, it } from 'vitest';
import { workerCommand } from './worker-command.ts';

const env = { PATH: '/bin', OPENBLAS_CORETYPE: 'Haswell', OPENBLAS_L2_SIZE: '512' };

describe('workerCommand', () => {
  it('runs a JavaScript worker on this Node, in the same environment', () => {
    expect(workerCommand('/peers', 'a.mjs', ['wasm'], 1, env)).toEqual({
      command: process.execPath,
      args: ['/peers/run-worker.mjs', 'a.mjs', 'wasm'],
      env,
    });
  });

  it('tells a Python worker its threads and leaves the choice of kernels to OpenBLAS', () => {
    const { command, args, env: given } = workerCommand('/peers', 'b.py', [], 2, env);
    expect(command).toMatch(/python3$/);
    expect(args).toEqual(['/peers/b.py', '2']);
    expect(given).toEqual({ PATH: '/bin', OPENBLAS_NUM_THREADS: '2', OMP_NUM_THREADS: '2' });
  });
});
