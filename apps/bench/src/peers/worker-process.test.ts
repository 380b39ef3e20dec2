import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { benchFolder } from '../bench-folder.ts';
import { startContestant } from './start-contestant.ts';
import { WorkerProcess } from './worker-process.ts';

const started: WorkerProcess[] = [];
afterEach(() => Promise.all(started.splice(0).map((worker) => worker.close())));

function start(script: string, command = process.execPath): WorkerProcess {
  const worker = new WorkerProcess({
    command,
    args: ['--input-type=module', '-e', script],
    env: process.env,
  });
  started.push(worker);
  return worker;
}

/** A worker like the peers'. */
const serving = (create: string) =>
  start(
    `import { serve } from '${pathToFileURL(`${benchFolder}/peers/serve.mjs`)}'; await serve(${create});`,
  );

const work = { kind: 'matmul', m: 2, k: 3, n: 4 } as const;

describe('a worker', () => {
  it('prepares the work and times the given number of executions', async () => {
    const worker = serving('({ m, k, n }) => ({ note: "odd", run: (times) => times * m * k * n })');
    const { contestant } = await startContestant('peer', worker, work);
    expect(contestant).toMatchObject({ name: 'peer', note: 'odd' });
    expect(await contestant.run(3)).toBeGreaterThanOrEqual(0);
    expect(await worker.ask({ run: 3 })).toMatchObject({ value: 72 });
  });

  it('gets the settings, and reports its facts', async () => {
    const worker = serving('(_, settings) => ({ facts: { twice: 2 * settings.number }, run: () => 1 })');
    const { facts } = await startContestant<{ twice: number }>('peer', worker, work, { number: 4 });
    expect(facts).toEqual({ twice: 8 });
  });

  it('can measure something other than the time of the call', async () => {
    const worker = serving('() => ({ run: (times) => ({ cost: 5 * times, value: 1 }) })');
    const { contestant } = await startContestant('peer', worker, work);
    expect(await contestant.run(3)).toBe(15);
  });

  it('reports on request', async () => {
    const worker = serving('() => ({ run: () => 1, report: () => ["tanh"] })');
    await worker.ask({ setup: work });
    expect(await worker.ask({ report: true })).toEqual({ report: ['tanh'] });
  });

  it('waits for asynchronous work', async () => {
    const worker = serving('() => ({ run: () => new Promise((done) => setTimeout(done, 30, 1)) })');
    const { contestant } = await startContestant('peer', worker, work);
    // A timer can fire a millisecond early.
    expect(await contestant.run(1)).toBeGreaterThan(0.028);
  });

  it('disposes of the previous work before the next', async () => {
    const create =
      '(() => { let disposed = 0; return () => ({ run: () => disposed, dispose: () => { disposed++; } }); ' +
      '})()';
    const worker = serving(create);
    await worker.ask({ setup: work });
    await worker.ask({ setup: work });
    expect(await worker.ask({ run: 1 })).toMatchObject({ value: 1 });
  });

  it('refuses work that it cannot do, and can do the next work', async () => {
    const worker = serving(
      '({ kind }) => { if (kind === "train") throw new Error("no layers"); return { run: () => 1 }; }',
    );
    await expect(worker.ask({ setup: { kind: 'train' } })).rejects.toThrow('no layers');
    await expect(worker.ask({ setup: work })).resolves.toMatchObject({ ready: true });
  });

  it('keeps the output of a library out of the answers', async () => {
    const worker = serving('() => { console.log("hello"); console.warn("hi"); return { run: () => 1 }; }');
    await expect(worker.ask({ setup: work })).resolves.toEqual({ ready: true, note: null });
  });

  it('refuses a result that is not finite', async () => {
    const { contestant } = await startContestant('peer', serving('() => ({ run: () => NaN })'), work);
    await expect(contestant.run(1)).rejects.toThrow('peer: its result is not a finite number');
  });

  it('gives the error that ended it as the reason', async () => {
    const worker = start('import "@nobody/has-this";');
    await expect(worker.ask({ setup: work })).rejects.toThrow(/Cannot find package '@nobody\/has-this'/);
    expect(worker.alive).toBe(false);
    await expect(worker.ask({ run: 1 })).rejects.toThrow("Cannot find package '@nobody/has-this'");
  });

  it('gives its exit code if it printed nothing', async () => {
    await expect(start('process.exit(3)').ask({ setup: work })).rejects.toThrow(
      'the worker ended with exit code 3',
    );
  });

  it('names a missing program', async () => {
    await expect(start('', 'no-such-python').ask({ setup: work })).rejects.toThrow(
      'spawn no-such-python ENOENT',
    );
  });

  it('refuses an answer that is not JSON', async () => {
    const worker = start('process.stdin.once("data", () => console.log("hello"));');
    await expect(worker.ask({ setup: work })).rejects.toThrow(
      'the worker answered "hello", which is not JSON',
    );
  });
});
