import { memory } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { tiny } from '../suites/tiny.ts';
import { createOurs } from './create-ours.ts';

const settings = { threads: 1, portable: false, compiled: false } as const;
const step = tiny.cases[0]!.work;

describe('createOurs', () => {
  it('reports its threads and build', async () => {
    const relaxed = await createOurs(step, { ...settings, compiled: true });
    expect(relaxed.facts).toMatchObject({ threads: 1, build: 'relaxed' });
    await relaxed.dispose?.();
    const portable = await createOurs(step, { ...settings, portable: true });
    expect(portable.facts).toEqual({ threads: 1, build: 'portable', compiled: false });
    await portable.dispose?.();
  });

  it.each([true, false])('does not grow in memory over many steps, captured: %s', async (compiled) => {
    const ours = await createOurs(step, { ...settings, compiled });
    await ours.run(10);
    const { buffers, reservedBytes } = memory();
    await ours.run(100);
    expect(memory()).toMatchObject({ buffers, reservedBytes });
    await ours.dispose?.();
  });

  it('gives the same loss captured and op by op', async () => {
    const losses: unknown[] = [];
    for (const compiled of [true, false]) {
      const ours = await createOurs(step, { ...settings, compiled });
      losses.push(await ours.run(20));
      await ours.dispose?.();
    }
    expect(losses[0]).toBe(losses[1]);
  });
});
