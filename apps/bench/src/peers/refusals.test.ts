import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fields from '../../peers/work-fields.json' with { type: 'json' };
import { suites } from '../suites.ts';
import { copyWorkers } from '../testing/copy-workers.ts';
import { workerCommand } from './worker-command.ts';
import { WorkerProcesses } from './worker-processes.ts';

const processes = new WorkerProcesses();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'regopt-workers-'));
  copyWorkers(folder);
});
afterAll(async () => {
  await processes.close();
  rmSync(folder, { recursive: true });
});

const lion = { name: 'lion', learningRate: 1e-3 };
const sgd = { name: 'sgd', learningRate: 1e-3, momentum: 0.9 };
const step = { kind: 'train', layers: [['relu']], input: [2], outputs: 2, loss: 'crossEntropy', batch: 2 };
const op = { kind: 'op', shape: [2, 3], backward: false };
const convolution = { kind: 'convolution', batch: 1, inputs: 1, outputs: 1, size: 4, side: 3 };

const optimizers = 'does not know the optimizer "lion"; it knows sgd, adam, adamw';
const settings = 'does not know sgd\'s setting "nesterov"';

const both = 'does not know the transposed "both"; it knows none, a, b';
const numbers = 'knows 2 numbers of linear, got 3: 3, 4, 5';

/** Requests to a training worker, and its refusals. */
const refused: readonly (readonly [what: string, work: object, sentence: string])[] = [
  ['a step of an optimizer', { ...step, optimizer: lion }, optimizers],
  ['an update of an optimizer', { kind: 'update', tensors: 1, size: 2, optimizer: lion }, optimizers],
  ['a setting', { ...step, optimizer: { ...sgd, nesterov: true } }, settings],
  ['a loss', { ...step, optimizer: sgd, loss: 'hinge' }, 'does not know the loss "hinge"'],
  ['a layer', { ...step, optimizer: sgd, layers: [['mish']] }, 'does not know the layer "mish"'],
  ['an op', { ...op, op: 'mish' }, 'does not know the op "mish"'],
  ['many of an op', { kind: 'manyOps', op: 'sub', count: 2 }, 'does not know the op "sub"'],
  ['a pass', { ...convolution, pass: 'sideways' }, 'does not know the pass "sideways"'],
  ['a transposed operand', { kind: 'matmul', m: 1, k: 1, n: 1, transposed: 'both' }, both],
  ['a field', { kind: 'clip', tensors: 1, size: 2, norm: 1 }, `does not know clip's field "norm"`],
  ['a number of a layer', { ...step, optimizer: sgd, layers: [['linear', 3, 4, 5]] }, numbers],
  ['a work', { kind: 'sort' }, 'does not know the work "sort"'],
];

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe.each([
  ['tensorflow-js.mjs', ['cpu']],
  ['jax-js.mjs', []],
  ['pytorch.py', []],
])('the worker %s', (worker, words) => {
  const ask = (work: object) => {
    const setting = { folder, threads: 1, python: 'python3', env: process.env };
    return processes.get(workerCommand({ worker, words }, setting)).ask({ setup: work });
  };

  it.runIf(worker.endsWith('.mjs') || hasPython).each(refused)(
    'refuses %s that it does not know, and runs no other in its place',
    async (_, work, sentence) => {
      await expect(ask(work)).rejects.toThrow(sentence);
    },
  );
});

it('every field of a work in a suite is one that the workers know', () => {
  const known: Readonly<Record<string, readonly string[]>> = fields;
  for (const { cases } of suites)
    for (const { work } of cases)
      expect(['kind', ...(known[work.kind] ?? [])]).toEqual(expect.arrayContaining(Object.keys(work)));
});

describe('the worker onnxruntime-web.mjs', () => {
  it('refuses everything but products, and an operand that it does not know', async () => {
    const command = workerCommand(
      { worker: 'onnxruntime-web.mjs', words: [] },
      { folder, threads: 1, env: process.env },
    );
    await expect(processes.get(command).ask({ setup: step })).rejects.toThrow('is timed on products alone');
    const product = { kind: 'matmul', m: 1, k: 1, n: 1, transposed: 'both' };
    await expect(processes.get(command).ask({ setup: product })).rejects.toThrow(both);
  });
});

describe.runIf(hasPython)('the worker of PyTorch', () => {
  const start = (env: NodeJS.ProcessEnv) =>
    processes.get(
      workerCommand(
        { worker: 'pytorch.py', words: [] },
        { folder, threads: 2, python: 'python3', env: { ...process.env, ...env } },
      ),
    );

  it('reports its version, its threads and the CPU capability of its kernels', async () => {
    const work = { kind: 'clip', tensors: 1, size: 2 };
    expect(await start({}).ask({ setup: work })).toMatchObject({ note: 'version 1.2.3, 2 threads, AVX512' });
  });

  it('refuses to run under the name of a capability that it lacks', async () => {
    const work = { kind: 'clip', tensors: 1, size: 2 };
    await expect(start({ ATEN_CPU_CAPABILITY: 'avx2' }).ask({ setup: work })).rejects.toThrow(
      'was to run with avx2, but this processor gives AVX512',
    );
  });

  it('is absent if that Python has no PyTorch, and says how to name another', async () => {
    const setting = { folder, threads: 1, python: 'python3', env: process.env };
    const { command, args, env } = workerCommand({ worker: 'pytorch.py', words: [] }, setting);
    // Isolated: it finds neither the mock nor an installed PyTorch.
    const worker = processes.get({ command, args: ['-I', '-S', ...args], env });
    await expect(worker.ask({ setup: step })).rejects.toThrow(
      /^ImportError: .*python.* has no torch: name a Python that has it by --python$/,
    );
  });
});
