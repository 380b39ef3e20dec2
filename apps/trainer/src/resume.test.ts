import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Layer } from '@regopt/layers';
import { readSafetensors } from '@regopt/tensor';
import { loadLatest } from '@regopt/training';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Options } from './config/merge-options.ts';
import { recipeConfig } from './config/resolve-config.ts';
import { moons } from './recipes/moons.ts';
import { resume } from './resume.ts';
import type { BuiltModel } from './run/build-models.ts';
import { prepareRun } from './run/prepare-run.ts';
import type { RunEnvironment } from './run/run-environment.ts';
import { lockRunFolder, type RunFolder } from './run/run-folder.ts';
import { type RunResult, trainRun } from './run/train-run.ts';
import { regopt, until } from './testing/regopt-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let home = '';
beforeEach(() => {
  home = temporaryFolder();
});

/** Everything that can make a resumed run differ: noise, masks, statistics, moments, averages, rates. */
const remedies: Options = {
  ...{ epochs: 6, batchSize: 20, trainSize: 100, validationSize: 60, compile: false },
  ...{ mixup: 0.2, labelNoise: 0.1, inputNoise: 0.1, maxGradNorm: 1, patience: 4 },
  schedule: { name: 'plateau', patience: 1, factor: 0.5, warmupSteps: 3 },
  network: { hidden: [12], batchNorm: true, dropout: 0.2 },
};
const cases: readonly (readonly [string, Options])[] = [
  ['sgd with momentum', { optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 } }],
  ['adamw with averages', { optimizer: { name: 'adamw', learningRate: 0.01 }, ema: 0.9, parts: 2 }],
  ['four models', { epochs: 3, network: { dropout: 0.2 } }],
];

/** The number of a forward pass, counted from 1 in each part of a run; or the title of a model. */
type Place = { readonly training: boolean; readonly pass: number } | { readonly begins: string };

const environmentOf = (signal: AbortSignal, start: (title: string) => void = () => {}): RunEnvironment => ({
  progress: { start, update() {}, line() {}, stop() {} },
  signal,
  say: () => {},
  warn: () => {},
});

/** Trains in a folder of this name, or goes on, and stops after a forward pass. */
async function part(name: string, options: Options, stopAt?: Place): Promise<RunResult> {
  const stop = new AbortController();
  const counts = { true: 0, false: 0 };
  const counting = ({ model, ...built }: BuiltModel): BuiltModel => {
    const inner: Layer & { readonly model: Layer } = {
      model,
      forward(x, context) {
        const training = context?.training === true;
        const pass = ++counts[`${training}`];
        if (stopAt && 'pass' in stopAt && training === stopAt.training && pass === stopAt.pass) stop.abort();
        return model.forward(x, context);
      },
    };
    return { ...built, model: inner };
  };
  const environment = environmentOf(stop.signal, (title) => {
    if (stopAt && 'begins' in stopAt && title === stopAt.begins) stop.abort();
  });
  const config = recipeConfig('moons', { ...remedies, ...options });
  const run = await prepareRun(moons, config, environment);
  const folder: RunFolder = lockRunFolder(join(home, name));
  try {
    const checkpoint = await loadLatest(folder.store);
    const models = run.models.map(counting);
    return await trainRun({ ...run, models }, folder, environment, checkpoint?.file);
  } finally {
    folder.store.close();
  }
}

const withoutTimes = (text: string): string => text.replace(/"seconds":[^,}]+/g, '"seconds":0');

/** All that a run has, without the times in it. */
const contentOf = (name: string) => ({
  files: readdirSync(join(home, name)).sort(),
  model: readFileSync(join(home, name, 'model.safetensors')).toString('base64'),
  metrics: withoutTimes(readFileSync(join(home, name, 'metrics.jsonl'), 'utf8')),
  report: readFileSync(join(home, name, 'report.html'), 'utf8').replace(/[\d.]+ (s|ms)\b/g, 'T'),
});

describe('a run that is resumed', () => {
  it.each(cases)('has the bits of one that was never stopped: %s', async (_, options) => {
    const { report } = await part('whole', options);
    expect(report.ended).toBe('finished');
    const whole = contentOf('whole');
    const places: Place[] = [1, 5, 8, 14, 20].map((pass) => ({ training: true, pass }));
    for (const pass of [1, 2, 5]) places.push({ training: false, pass });
    if (report.models.length > 1) places.push({ begins: 'about right' });
    for (const [i, place] of places.entries()) {
      const name = `run-${i}`;
      const first = await part(name, options, place);
      expect(first.report.ended).toBe('stopped');
      // The models that are complete, and the one in training.
      const names = [...readSafetensors(readFileSync(join(home, name, 'model.safetensors'))).tensors.keys()];
      const models = names.map((each) => each.replace(/model\..*/, ''));
      expect(new Set(models).size).toBe(first.report.models.length);
      // Once more, and then to the end.
      await part(name, options, { training: true, pass: 3 });
      const { report: last } = await part(name, options);
      expect(last.ended).toBe('finished');
      expect(contentOf(name), JSON.stringify(place)).toEqual(whole);
    }
  });
});

describe('regopt resume', () => {
  it('goes on with a run that was killed twice, from the checkpoint before a torn one', async () => {
    const words = (out: string) => [
      ...'train moons --hidden 32 --batch-norm --dropout 0.1 --epochs 150 --batch-size 4'.split(' '),
      ...`--train-size 96 --validation-size 500 --checkpoint-seconds 0.05 --out ${out}`.split(' '),
    ];
    expect(await regopt(home, words('whole'))).toMatchObject({ code: 0, stderr: '' });
    const file = (name: string): string => join(home, 'run', name);

    await regopt(home, words('run'), {
      async started(child) {
        await until(child, () => existsSync(file('previous.safetensors')));
        child.kill('SIGKILL');
      },
    });
    // Whatever was being written, one is complete; here the newer one is torn.
    if (!existsSync(file('last.safetensors'))) renameSync(file('next.safetensors'), file('last.safetensors'));
    rmSync(file('next.safetensors'), { force: true });
    truncateSync(file('last.safetensors'), 1000);
    const second = await regopt(home, ['resume', 'run'], {
      async started(child) {
        await until(child, () => sizeOf(file('last.safetensors')) > 1000);
        child.kill('SIGKILL');
      },
    });
    expect(second.stderr).toMatch(/^regopt: loadLatest: went on to previous\.safetensors: .*run\/last\.safe/);
    expect(second.stdout).toMatch(/\ntraining 2-32-2: 3600 steps, from step \d+ on\n/);

    expect(await regopt(home, ['resume', 'run'])).toMatchObject({ code: 0, stderr: '' });
    expect(contentOf('run')).toEqual(contentOf('whole'));
    expect(await regopt(home, ['resume', 'run'])).toEqual({
      code: 0,
      stdout: 'run is finished: its training is complete.\n',
      stderr: '',
    });
  });

  it('refuses a run that another process has', async () => {
    mkdirSync(join(home, 'run'));
    writeFileSync(join(home, 'run/config.json'), JSON.stringify(recipeConfig('moons')));
    const own = lockRunFolder(join(home, 'run'));
    expect(await regopt(home, ['resume', 'run'])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^regopt: run is in use by process ${process.pid}\\.`)),
    });
    own.store.close();
  });

  it('refuses what is no run, and one of which every checkpoint is torn', async () => {
    const environment = environmentOf(new AbortController().signal);
    await expect(resume(join(home, 'none'), environment)).rejects.toThrow(
      /none is no run: there is no .*none/,
    );
    expect(readdirSync(home)).toEqual([]);
    const config = recipeConfig('moons', { epochs: 1 });
    mkdirSync(join(home, 'half'));
    for (const name of ['last', 'previous']) writeFileSync(join(home, 'half', `${name}.safetensors`), 'torn');
    await expect(resume(join(home, 'half'), environment)).rejects.toThrow('there is no');
    writeFileSync(join(home, 'half/config.json'), JSON.stringify(config));
    await expect(resume(join(home, 'half'), environment)).rejects.toThrow(
      /^resume: .* has no checkpoint that can be read\. .* Train anew: regopt train --config .*config\.json$/,
    );
    expect(readdirSync(join(home, 'half')).length).toBe(3);
  });

  it('goes on with a run that ended at its limit of time, for as long again', async () => {
    await part('whole', {});
    const limited = { maxSeconds: 0.005 };
    const ends: string[] = [];
    // Each part has a step or an epoch at least: 30 steps, 6 epochs.
    while (ends.at(-1) !== 'finished' && ends.length < 40)
      ends.push((await part('run', limited)).report.ended);
    expect(new Set(ends)).toEqual(new Set(['time limit', 'finished']));
    expect(contentOf('run').model).toBe(contentOf('whole').model);
  });

  it('begins a run again that was killed before its first checkpoint', async () => {
    const config = recipeConfig('moons', { epochs: 2 });
    mkdirSync(join(home, 'run'));
    writeFileSync(join(home, 'run/config.json'), JSON.stringify(config));
    writeFileSync(join(home, 'run/metrics.jsonl'), '{"model":"small","epo');
    const result = await resume(join(home, 'run'), environmentOf(new AbortController().signal));
    expect(result!.report.models.map(({ epochs }) => epochs.length)).toEqual([2, 2, 2, 2]);
    expect(readFileSync(join(home, 'run/metrics.jsonl'), 'utf8')).toMatch(/^(\{.*\}\n){8}$/);
    expect(JSON.parse(readFileSync(join(home, 'run/run.json'), 'utf8'))).toHaveProperty('backend');
  });
});

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
