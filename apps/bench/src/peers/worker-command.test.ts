import { describe, expect, it } from 'vitest';
import { workerCommand } from './worker-command.ts';

const env = { PATH: '/bin', OPENBLAS_CORETYPE: 'Haswell', OPENBLAS_L2_SIZE: '512' };

const python = { worker: 'b.py', words: [] };

describe('workerCommand', () => {
  it('runs a JavaScript worker on this Node, in the same environment', () => {
    expect(
      workerCommand({ worker: 'a.mjs', words: ['wasm'] }, { folder: '/peers', threads: 1, env }),
    ).toEqual({
      command: process.execPath,
      args: ['/peers/run-worker.mjs', 'a.mjs', 'wasm'],
      env,
    });
  });

  it('passes the thread count to a Python worker and leaves the choice of kernels to OpenBLAS', () => {
    const { command, args, env: given } = workerCommand(python, { folder: '/peers', threads: 2, env });
    expect(command).toMatch(/python3$/);
    expect(args).toEqual(['/peers/b.py', '2']);
    expect(given).toEqual({ PATH: '/bin', OPENBLAS_NUM_THREADS: '2', OMP_NUM_THREADS: '2' });
  });

  it('runs a Python worker on the named interpreter', () => {
    const setting = { folder: '/peers', threads: 1, python: '/venv/bin/python', env };
    expect(workerCommand(python, setting).command).toBe('/venv/bin/python');
    expect(workerCommand({ worker: 'a.mjs', words: [] }, setting).command).toBe(process.execPath);
  });

  it("adds the peer's own variables to the environment", () => {
    const own = { ATEN_CPU_CAPABILITY: 'avx2' };
    const setting = { folder: '/peers', threads: 1, env };
    expect(workerCommand({ ...python, env: own }, setting).env).toMatchObject({ PATH: '/bin', ...own });
    expect(workerCommand({ worker: 'a.mjs', words: [], env: own }, setting).env).toEqual({ ...env, ...own });
  });
});
