import { describe, expect, it } from 'vitest';
import type { Runner } from '../../peers/serve.mjs';
import { flopsOf } from '../flops-of.ts';
import { createOurs } from '../ours/create-ours.ts';
import type { BenchCase, Suite } from '../suite.ts';
import { trafficOf } from '../traffic-of.ts';
import { inUnit } from '../unit.ts';

/** The work, reduced where only its time changes. */
function reduced({ work }: BenchCase): BenchCase['work'] {
  if (work.kind === 'update' || work.kind === 'clip') return { ...work, size: 1000 };
  if (work.kind === 'matmul' && work.m * work.k * work.n > 1e8) return { ...work, m: 64, n: 64 };
  return work;
}

async function run({ work, ...benchCase }: BenchCase): Promise<Runner> {
  const settings = { threads: 1, portable: false, compiled: true, ...benchCase.ours };
  const runner = await createOurs(work, settings);
  const result = await runner.run(2);
  expect(typeof result === 'number' ? result : result.value).not.toBeNaN();
  return runner;
}

/** Tests that apply to every suite; `run: false` does not run the works. */
export function describeSuite(suite: Suite, options: { readonly run?: boolean } = {}): void {
  describe(`the suite ${suite.name}`, () => {
    it('has cases with names of their own, whose numbers its unit and its limit are known for', () => {
      const names = suite.cases.map(({ name }) => name);
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names).size).toBe(names.length);
      for (const { work } of suite.cases) {
        expect(inUnit(suite.unit, 1, work)).toBeGreaterThan(0);
        if (suite.limit === 'multiplyAdd') expect(flopsOf(work)).toBeGreaterThan(0);
        if (suite.limit === 'triad') expect(trafficOf(work)).toBeGreaterThan(0);
      }
    });

    it.runIf(options.run !== false).each(suite.cases)(
      'does the work of $name on fast kernels alone',
      async (benchCase) => {
        const runner = await run({ ...benchCase, work: reduced(benchCase) });
        expect(runner.report?.()).toEqual([]);
        await runner.dispose?.();
      },
    );
  });
}
