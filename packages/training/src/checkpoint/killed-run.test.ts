import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator, uniform, writeSafetensors } from '@regopt/tensor';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { training } from '../session/training.ts';
import { folder } from '../store/folder.ts';
import { loadLatest } from './generations.ts';
import { setUp } from './testing/set-up.ts';

/** `KILLS=200` tries more of them. */
const kills = Number(process.env['KILLS'] ?? 20);

/** Runs the training until `delay` milliseconds after its first step. Returns the last step it printed. */
async function killedRun(script: string, path: string, delay: number): Promise<number> {
  const child = spawn(process.execPath, [script, path]);
  let printed = '';
  let problems = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  child.stderr.on('data', (text) => {
    problems += text;
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  const [code, signal] = child.signalCode === null ? await once(child, 'close') : [null, child.signalCode];
  expect([code, signal, problems]).toEqual([null, 'SIGKILL', '']);
  return Number(printed.trim().split('\n').at(-1));
}

it('a run that is killed again and again loses at most the step whose save had begun', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'regopt-killed-'));
  const path = join(parent, 'run');
  // One file starts several times as fast as the sources.
  const script = join(parent, 'killed-run.mjs');
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('./testing/killed-run.ts', import.meta.url))],
      ...{ bundle: true, format: 'esm', platform: 'node', conditions: ['@regopt/source'], outfile: script },
    });
    const store = folder(path);
    const delays = uniform([kills], createGenerator(1), { high: 150 }).toArray();
    let place = { step: 0, batch: 0 };
    for (const delay of delays) {
      const printed = await killedRun(script, path, delay);
      const latest = await loadLatest(store, {
        onProblem: (error) => {
          throw error;
        },
      });
      const former = place.step;
      // None if even the first step's save had only begun.
      if (latest !== undefined) place = JSON.parse(latest.file.metadata.get('regopt.training')!).place;
      expect(place.step).toBeGreaterThanOrEqual(Math.max(printed - 1, former));
    }
    expect(place.step).toBeGreaterThan(kills);
    // What one killed process leaves, the next removes.
    expect(readdirSync(path).filter((name) => name.endsWith('.tmp')).length).toBeLessThan(2);

    // The state is that of a run which was never interrupted.
    const whole = training(setUp([], { epochs: 1e6 }));
    const type = place.batch === 0 ? 'epoch' : 'step';
    for await (const event of whole) if (event.type === type && event.step === place.step) break;
    const { file } = (await loadLatest(store))!;
    expect(Buffer.compare(writeSafetensors(file), writeSafetensors(await whole.state()))).toBe(0);
    whole.dispose();
  } finally {
    rmSync(parent, { recursive: true });
  }
}, 600_000);
