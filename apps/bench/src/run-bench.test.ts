import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BenchSetting, runBench } from './run-bench.ts';
import { fakeContestant } from './testing/fake-contestant.ts';
import { fakeOurs } from './testing/fake-ours.ts';
import { fakeSuite } from './testing/fake-suite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regopt-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function setting(referenceKernels: string[] = []) {
  const said: string[] = [];
  const written: string[] = [];
  let closed = 0;
  let undone = 0;
  const made: BenchSetting = {
    suites: [fakeSuite],
    prepare: async () => async () => void undone++,
    open: () => ({
      startOurs: async () => fakeOurs(0.5, referenceKernels),
      rivals: () => [
        { name: 'peer', start: async () => fakeContestant('peer', 1) },
        { name: 'absent', start: () => Promise.reject(new Error('not there')) },
      ],
      startLimit: async () => fakeContestant('limit', 0.25),
      close: async () => void closed++,
    }),
    write: (text) => void written.push(text),
    say: (line) => void said.push(line),
  };
  return { made, said, written, closed: () => closed, undone: () => undone };
}

describe('runBench', () => {
  it('prints a table, writes rows of one form, ends the peers and gives 0', async () => {
    const { made, written, closed } = setting();
    const json = join(folder, 'rows.json');
    expect(await runBench(['--json', json], made)).toBe(0);
    expect(written.join('')).toContain('fake: two products (GFLOP/s)');
    expect(closed()).toBe(1);
    const rows = JSON.parse(readFileSync(json, 'utf8'));
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toEqual({
        suite: 'fake',
        case: expect.stringMatching(/^(small|large)$/),
        threads: 1,
        build: 'relaxed',
        compiled: false,
        unit: 'GFLOP/s',
        ours: expect.any(Number),
        rivals: { peer: expect.any(Number) },
        ratios: { peer: 2 },
        limitName: 'multiplyAdd',
        limit: expect.any(Number),
        share: 0.5,
        notes: { absent: 'skipped: not there' },
        samples: expect.any(Object),
        machine: expect.any(Object),
      });
    }
    expect(rows[1].ours).toBeCloseTo(10 * rows[0].ours, 12);
  });

  it('gives 1 and names the kernels that ran as reference loops, after the table and the rows', async () => {
    const { made, said, written } = setting(['tanh', 'matmul']);
    const json = join(folder, 'rows.json');
    expect(await runBench(['--json', json], made)).toBe(1);
    expect(said.at(-1)).toBe('fake: no fast kernel, so the reference loop ran: matmul, tanh.');
    expect(written.join('')).toContain('fake: two products');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toHaveLength(2);
  });

  it('gives 2 for bad arguments and starts nothing', async () => {
    const { made, said, written, closed } = setting();
    expect(await runBench(['--suite', 'gem'], made)).toBe(2);
    expect(said).toEqual(['--suite: no suite is named "gem"; there are fake.']);
    expect([written, closed()]).toEqual([[], 0]);
  });

  it('lists the suites when asked for help', async () => {
    const { made, written } = setting();
    expect(await runBench(['--help'], made)).toBe(0);
    expect(written.join('')).toContain('  fake: two products\n');
  });

  it('ends the peers and undoes its preparation when ours fails', async () => {
    const { made, closed, undone } = setting();
    const { open } = made;
    const broken: BenchSetting = {
      ...made,
      open: (suite, options) => ({
        ...open(suite, options),
        startOurs: () => Promise.reject(new Error('no kernels')),
      }),
    };
    await expect(runBench([], broken)).rejects.toThrow('no kernels');
    expect([closed(), undone()]).toEqual([1, 1]);
  });
});
