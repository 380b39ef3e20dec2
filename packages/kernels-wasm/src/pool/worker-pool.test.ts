import { spawnSync } from 'node:child_process';
import { add } from '@regopt/autograd';
import { full, gatherRowsKernel, run, type Tensor, withBackend } from '@regopt/tensor';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { controlBytes, controlJob, controlReady, controlSleepers } from '../runtime/abi.ts';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import * as platform from '../runtime/platform.ts';
import type { WasmBackend } from '../runtime/wasm-backend.ts';
import type * as idleThreads from '../testing/idle-threads.ts';
import * as starting from './start-worker.ts';
import { WorkerPool } from './worker-pool.ts';
import type { WorkerTask } from './worker-text.ts';

vi.mock('./start-worker.ts', { spy: true });
vi.mock('../runtime/platform.ts', { spy: true });

const { startWorker } = vi.mocked(starting);

const wordsOf = ({ memory, control }: WorkerTask) => new Int32Array(memory.buffer, control, controlBytes / 4);

/** A worker that counts as started, and never does anything. */
function stuckWorker(task: WorkerTask): starting.StartedWorker {
  Atomics.add(wordsOf(task), controlReady / 4, 1);
  return { terminate: () => {} };
}

const actualStart = async () => (await vi.importActual<typeof starting>('./start-worker.ts')).startWorker;

/** Not by `ready`, which gives up after workerTimeout: these tests set it low. */
const twoRun = (backend: WasmBackend) =>
  vi.waitFor(() => expect(backend.capabilities().threads).toBe(2), { timeout: 30_000 });

/** Large enough to run on all threads. */
const compute = (backend: WasmBackend): number[] =>
  withBackend(backend, () => {
    const x: Tensor = full([200_000], 1.5);
    const y = add(x, 1);
    const values = [y.data()[0]!, y.data()[199_999]!];
    for (const tensor of [x, y]) tensor.dispose();
    return values;
  });

describe('the worker threads', () => {
  afterEach(() => {
    vi.resetAllMocks();
  });

  it('share the work once they have started; until then capabilities() says one thread', async () => {
    let begin = () => {};
    const start = await actualStart();
    startWorker.mockImplementationOnce((task, ended) => {
      begin = () => void start(task, ended);
      return { terminate: () => {} };
    });
    const backend = await createWasmBackend({ threads: 2 });
    expect(backend.capabilities()).toMatchObject({
      threads: 1,
      threadsReason: 'The others of 2 are still starting: await ready.',
    });
    expect(compute(backend)).toEqual([2.5, 2.5]);
    begin();
    await backend.ready;
    expect(backend.capabilities()).toMatchObject({
      threads: 2,
      threadsReason: 'It was asked for by threads: 2.',
    });
    expect(compute(backend)).toEqual([2.5, 2.5]);
    backend.dispose();
  });

  it('are awaited if they start only while this thread is in its event loop, as in a browser', async () => {
    vi.mocked(platform.workersStartAlone).mockReturnValueOnce(false);
    const backend = await createWasmBackend({ threads: 3 });
    expect(backend.capabilities().threads).toBe(3);
    backend.dispose();
  });

  it('are not awaited for longer than workerTimeout, nor after dispose()', async () => {
    startWorker.mockImplementation(() => ({ terminate: () => {} }));
    const late = await createWasmBackend({ threads: 2, workerTimeout: 20 });
    await late.ready;
    expect(late.capabilities().threads).toBe(1);
    late.dispose();
    const disposed = await createWasmBackend({ threads: 2 });
    const { ready } = disposed;
    disposed.dispose();
    await ready;
    await disposed.ready;
    expect(disposed.capabilities()).toMatchObject({
      threads: 0,
      threadsReason: 'The back end was disposed.',
    });
  });

  it('are restarted if one does not finish its share in time, which is an error', async () => {
    startWorker.mockImplementationOnce(stuckWorker);
    const backend = await createWasmBackend({ threads: 2, workerTimeout: 100 });
    expect(() => compute(backend)).toThrow(
      'wasm: a worker thread did not finish its share within 100 ms: it died or is stuck.',
    );
    await twoRun(backend);
    expect(compute(backend)).toEqual([2.5, 2.5]);
    expect(startWorker).toHaveBeenCalledTimes(2);
    backend.dispose();
  });

  it('are restarted if one ends by itself', async () => {
    const ends: ((reason: string) => void)[] = [];
    const start = await actualStart();
    startWorker.mockImplementation((task, ended) => {
      ends.push(ended);
      return start(task, ended);
    });
    const backend = await createWasmBackend({ threads: 3 });
    await backend.ready;
    ends[0]!('it ended');
    ends[1]!('it ended');
    expect(startWorker).toHaveBeenCalledTimes(4);
    await backend.ready;
    expect(backend.capabilities().threads).toBe(3);
    expect(compute(backend)).toEqual([2.5, 2.5]);
    backend.dispose();
  });

  it('are restarted if this thread throws in the middle of a list', async () => {
    const backend = await createWasmBackend({ threads: 2 });
    await backend.ready;
    withBackend(backend, () => {
      // Rows far outside of memory, which the op would have refused.
      const [out, table] = [full([200_000], 0), full([2, 4], 1)];
      const rows = full([50_000], 2 ** 27, { dtype: 'i32' });
      // On a busy machine this thread may work alone for some calls.
      for (let i = 0; i < 20_000 && startWorker.mock.calls.length === 1; i++) {
        expect(() => run(gatherRowsKernel, [out, table, rows], [50_000, 4])).toThrow(
          WebAssembly.RuntimeError,
        );
      }
      for (const tensor of [out, table, rows]) tensor.dispose();
    });
    expect(startWorker).toHaveBeenCalledTimes(2);
    await twoRun(backend);
    expect(compute(backend)).toEqual([2.5, 2.5]);
    backend.dispose();
  });

  it('are given up if starting one throws', async () => {
    startWorker.mockImplementation(() => {
      throw new Error('workers are forbidden');
    });
    const backend = await createWasmBackend({ threads: 2 });
    await backend.ready;
    expect(backend.capabilities()).toMatchObject({
      threads: 1,
      threadsReason: 'The worker threads could not be started: Error: workers are forbidden.',
    });
    expect(compute(backend)).toEqual([2.5, 2.5]);
    backend.dispose();
  });

  it('are given up if one cannot be started, without another attempt, and one thread continues', async () => {
    startWorker.mockImplementation((_, ended) => {
      setTimeout(() => ended('they are forbidden here'));
      return { terminate: () => {} };
    });
    const backend = await createWasmBackend({ threads: 2 });
    await backend.ready;
    expect(backend.capabilities()).toMatchObject({
      threads: 1,
      threadsReason: 'The worker threads could not be started: they are forbidden here.',
    });
    expect(startWorker).toHaveBeenCalledTimes(1);
    expect(compute(backend)).toEqual([2.5, 2.5]);
    backend.dispose();
  });

  it('are left out for a while, doubling, once waiting for them costs more than sharing saves', () => {
    startWorker.mockImplementation(stuckWorker);
    let looks = 0;
    const pool: WorkerPool = new WorkerPool({
      module: new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
      memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
      ...{ names: [], scratch: 0, partials: 0, threads: 2, workerTimeout: 1e4 },
      exports: {
        // Each call stands for 1.5 ms of waiting for the other thread.
        dispatch: () => {
          for (let i = 0; i < looks; i++) pool.late();
          return 1;
        },
      },
      takeControl: () => 0,
      gaveUp: () => {},
    });
    const runsAlone = (work: number) => {
      pool.run(0, 1, work);
      let alone = 0;
      while (!pool.takesPart(work)) alone += 1;
      return alone;
    };
    expect(pool.takesPart(1e6)).toBe(true);
    expect(runsAlone(1e6)).toBe(0);
    looks = 1;
    expect(runsAlone(1e6)).toBe(20);
    expect(runsAlone(1e6)).toBe(40);
    // 1.5 ms is little compared with a list that takes a second.
    expect(runsAlone(1e9)).toBe(0);
    expect(runsAlone(1e6)).toBe(20);
    for (let i = 0; i < 20; i++) expect(runsAlone(1e6)).toBeLessThanOrEqual(640);
    looks = 0;
    for (let i = 0; i < 700; i++) expect(runsAlone(1e6)).toBe(0);
    looks = 1;
    expect(runsAlone(1e6)).toBe(20);
    looks = 100;
    expect(runsAlone(1e8)).toBe(1);
    pool.dispose();
  });

  it('sleep until they are called: idle, they use no core', async () => {
    const backend = await createWasmBackend({ threads: 2 });
    await backend.ready;
    for (let i = 0; i < 20; i++) expect(compute(backend)).toEqual([2.5, 2.5]);
    const words = wordsOf(startWorker.mock.calls[0]![0]);
    const sleepers = () => Atomics.load(words, controlSleepers / 4);
    // It is woken for nothing, and goes to sleep again.
    await vi.waitFor(() => expect(Atomics.notify(words, controlJob / 4)).toBe(1), { timeout: 30_000 });
    await vi.waitFor(() => expect(sleepers()).toBe(1), { timeout: 30_000 });
    // One that looks again by itself spins for a millisecond or more each time, and is no sleeper meanwhile.
    for (let look = 0; look < 100; look++) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      expect(sleepers(), `look ${look}`).toBe(1);
    }
    backend.dispose();
  });

  it('do not keep the process alive', () => {
    const name: keyof typeof idleThreads = 'leaveThreadsIdle';
    const module = new URL('../testing/idle-threads.ts', import.meta.url);
    const script = `import { ${name} } from '${module}'; console.log(await ${name}());`;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=@regopt/source', '--input-type=module', '--eval', script],
      { encoding: 'utf8', timeout: 55_000 },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: '2\n', stderr: '', status: 0 });
  });
});
