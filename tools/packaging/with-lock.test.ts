import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { withLock } from './with-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'regopt-lock-'));
const path = join(folder, 'lock');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('runs one after another what holds the same lock, also after one that failed', async () => {
  const events: string[] = [];
  const work = (name: string, fails = false) =>
    withLock(path, async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work('first', true), work('second')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(existsSync(path)).toBe(false);
});

it('takes over a lock whose process was ended', async () => {
  // Above the highest process id of any system.
  writeFileSync(path, '2147483646');
  expect(await withLock(path, async () => 'taken')).toBe('taken');
});
