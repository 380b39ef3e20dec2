import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withLock } from './with-lock.ts';

const name = `the test of withLock in process ${process.pid}`;

it('runs calls with the same lock one after another, also after a failure', async () => {
  const events: string[] = [];
  const work = (title: string, fails = false) =>
    withLock(name, async () => {
      events.push(`${title} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      events.push(`${title} ends`);
      if (fails) throw new Error(title);
      return title;
    });
  const results = await Promise.allSettled([work('first', true), work('second'), work('third')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  for (let i = 0; i < events.length; i += 2) expect(events[i + 1]).toBe(events[i]!.replace('begins', 'ends'));
});

it('waits for another process, and gets the lock once that has ended', async () => {
  const module = fileURLToPath(new URL('./with-lock.ts', import.meta.url));
  const code = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(name)}, async () => {
      console.log('held');
      await new Promise((done) => setTimeout(done, 60_000));
    });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', code]);
  await once(holder.stdout, 'data');
  await expect(withLock(name, async () => 'taken', 2)).rejects.toThrow(
    /was locked for 0.2 s: .*port 2\d{4} of/,
  );
  const taken = withLock(name, async () => 'taken');
  holder.kill('SIGKILL');
  expect(await taken).toBe('taken');
});
