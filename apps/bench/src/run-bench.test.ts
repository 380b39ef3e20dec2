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
  const made: BenchSetting = {
    suites: [fakeSuite],
    prepare: async () => undefined,
    open: () => ({
      startOurs: async () => fakeOurs(0.5, referenceKernels),
      challengers: () => [
        { peer: 'peer', start: async () => fakeContestant('peer', 1) },
        { peer: 'absent', start: () => Promise.reject(new Error('not there')) },
      ],
      startLimit: async () => fakeContestant('limit', 0.25),
      close: async () => void closed++,
    }),
    write: (text) => void written.push(text),
    say: (line) => void said.push(line),
  };
  return { made, said, written, closed: () => closed };
}

describe('runBench', () => {
  it('prints a table, writes rows of one form, lets the peers go and gives 0', async () => {
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
        unit: 'GFLOP/s',
        ours: expect.any(Number),
        peers: { peer: expect.any(Number) },
        limit: expect.any(Number),
        ratios: { peer: 2 },
        notes: { absent: 'skipped: not there' },
      });
    }
    expect(rows[1].ours).toBeCloseTo(10 * rows[0].ours, 12);
  });

  it('gives 1 and names the kernels that ran on the reference loop, after the table and the rows', async () => {
    const { made, said, written } = setting(['tanh', 'matmul']);
    const json = join(folder, 'rows.json');
    expect(await runBench(['--json', json], made)).toBe(1);
    expect(said.at(-1)).toBe('fake: no fast kernel, so the reference loop ran: matmul, tanh.');
    expect(written.join('')).toContain('fake: two products');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toHaveLength(2);
  });

  it('gives 2 for bad words and starts nothing', async () => {
    const { made, said, written, closed } = setting();
    expect(await runBench(['--suite', 'gem'], made)).toBe(2);
    expect(said).toEqual(['--suite: no suite is named "gem"; there are fake.']);
    expect([written, closed()]).toEqual([[], 0]);
  });

  it('says that the peers could not be installed and goes on', async () => {
    const { made, said } = setting();
    const offline = { ...made, prepare: () => Promise.reject(new Error('no network')) };
    expect(await runBench([], offline)).toBe(0);
    expect(said[0]).toBe('the peers could not be installed: no network');
  });

  it('lists the suites when asked for help', async () => {
    const { made, written } = setting();
    expect(await runBench(['--help'], made)).toBe(0);
    expect(written.join('')).toContain('  fake: two products\n');
  });

  it('lets the peers go when ours fails', async () => {
    const { made, closed } = setting();
    const { open } = made;
    const broken: BenchSetting = {
      ...made,
      open: (suite) => ({ ...open(suite), startOurs: () => Promise.reject(new Error('no kernels')) }),
    };
    await expect(runBench([], broken)).rejects.toThrow('no kernels');
    expect(closed()).toBe(1);
  });
});
