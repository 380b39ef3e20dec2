import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { resume } from './resume.ts';
import { idxFolder } from './testing/idx-folder.ts';
import { csvFile, flowers, folderOf, greyPng } from './testing/own-data.ts';
import { trainOn } from './testing/train-on.ts';

const manyNumbers = `x,y\n${Array.from({ length: 150 }, (_, i) => `${i},${i}.5\n`).join('')}`;

const table = (options = {}) =>
  trainOn({ path: csvFile(flowers()), target: 'price', ignore: ['id'] }, { epochs: 30, ...options });

const environment = {
  progress: { start() {}, update() {}, line() {}, stop() {} },
  signal: new AbortController().signal,
  say() {},
  warn() {},
};

describe('a run on data of its own', () => {
  it('is measured again as it was at its end', async () => {
    for (const trained of [
      await table(),
      await trainOn({ path: idxFolder({ classes: 3 }) }, { batchSize: 16 }),
    ]) {
      const [model] = await evaluate(trained.run);
      expect(model!.test).toEqual(trained.report.models[0]!.test);
    }
  });

  it('is measured on other rows, which are read like its own, and without them', async () => {
    const { run } = await table();
    const [same] = await evaluate(run, csvFile(flowers()));
    expect(same!.test.r2).toBeGreaterThan(0.8);
    const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    rmSync(config.data.path);
    expect(await evaluate(run, csvFile(flowers()))).toEqual([same]);
    // Two rows, by hand: R2 = 1 - sum of squared errors / sum of squares around the mean.
    const rows = 'length,width,colour,kind,price\n0.2,1,red,daisy,2.4\n10.4,1,white,tulip,19.8\n';
    const { rmse, r2 } = (await evaluate(run, csvFile(rows)))[0]!.test;
    expect(r2).toBeCloseTo(1 - (2 * rmse! ** 2) / (2 * 8.7 ** 2), 5);
  });

  it('is measured on the test part of another folder, or on all of it', async () => {
    const pictures = (part: string, count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `${part}${i % 2 ? 'a' : 'b'}/${i}.png`,
          greyPng(i % 2 ? i : 255 - i),
        ]),
      );
    const { run } = await trainOn(
      { path: folderOf(pictures('', 40)) },
      { epochs: 20, network: { hidden: [8] } },
    );
    const all = folderOf(pictures('', 10));
    const parts = folderOf({ ...pictures('train/', 4), ...pictures('test/', 10) });
    const [[first], [second]] = [await evaluate(run, all), await evaluate(run, parts)];
    expect(first!.test.accuracy).toBe(1);
    expect(second).toEqual(first);
  });

  it('refuses rows without the target, of another class, and data of another kind', async () => {
    const { run } = await trainOn({ path: csvFile(flowers()), target: 'kind', ignore: ['id'] });
    const refused = async (path: string, sentence: string) =>
      expect(evaluate(run, path)).rejects.toThrow(sentence);
    const header = 'length,width,colour,price';
    await refused(
      csvFile(`${header}\n1,1,red,2\n`),
      'evaluate: no column "kind"; there are: length, width, colour,',
    );
    await refused(csvFile(`${header},kind\n1,1,red,2,oak\n`), '(kind) is none of the known classes: "oak".');
    await refused(idxFolder(), 'is a folder; name a table.');
    const digits = await trainOn({ path: idxFolder() }, { recipe: 'mnist-mlp', batchSize: 16 });
    await expect(evaluate(digits.run, csvFile(flowers()))).rejects.toThrow('is a file; name a folder.');
    await expect(evaluate(digits.run, idxFolder({ height: 12 }))).rejects.toThrow(
      'has pictures of 12 x 28 pixels in grey, and the model takes 28 x 28 pixels in grey.',
    );
    const moons = await trainOn({}, { recipe: 'moons', network: { hidden: [2] } });
    await expect(evaluate(moons.run, csvFile(flowers()))).rejects.toThrow(
      'does nothing: moons makes its own data.',
    );
  });

  it('names what to do where its own data are gone', async () => {
    const { run } = await table();
    const { path } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')).data;
    rmSync(path);
    await expect(evaluate(run)).rejects.toThrow(
      `evaluate: ${path}, the data of the run, is not there. Name data to measure on: ` +
        `regopt evaluate ${run} --data PATH`,
    );
  });

  it('names the option that makes a target of many numbers one of classes', async () => {
    const trained = trainOn({ path: csvFile(manyNumbers), target: 'y', task: 'classification' });
    await expect(trained).rejects.toThrow(/Give --task regression, or read it as texts by --categories\.$/);
  });

  it('says that its data have changed where other rows would be tested or learned from', async () => {
    const { run } = await table();
    const { path } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')).data;
    appendFileSync(path, '1,1,red,n,2,rose\n');
    await expect(evaluate(run)).rejects.toThrow(
      `evaluate: ${path} has changed since the run, and which of it`,
    );
    // As if the run had been stopped: a checkpoint is left.
    const stopped = await table({ maxSeconds: 1e-3, epochs: 200 });
    const other = JSON.parse(readFileSync(join(stopped.run, 'config.json'), 'utf8')).data;
    writeFileSync(other.path, flowers(150));
    await expect(resume(stopped.run, environment)).rejects.toThrow(
      `resume: ${other.path} has changed since the run began`,
    );
    writeFileSync(other.path, flowers());
    expect((await resume(stopped.run, environment))?.report.ended).toBe('time limit');
  });
});

describe('a run without a model', () => {
  const options = (learningRate: number) => ({
    recipe: 'moons',
    optimizer: { name: 'sgd', learningRate },
    schedule: { name: 'constant', warmupSteps: 0 },
    network: { hidden: [8], activation: 'relu' },
  });

  it('is neither measured nor trained again if it has diverged, and both say where', async () => {
    const { run, report } = await trainOn({}, options(1e30));
    expect(report.ended).toBe('diverged');
    expect(existsSync(join(run, 'model.safetensors'))).toBe(false);
    for (const [command, task] of [
      ['evaluate', evaluate(run)],
      ['resume', resume(run, environment)],
    ] as const) {
      await expect(task).rejects.toThrow(
        `${command}: the training of ${run} has diverged. ${report.divergence} Train anew with other ` +
          `options, such as a lower rate: regopt train --config ${run}/config.json --learning-rate RATE`,
      );
    }
  });

  it('is not measured if it was killed before its first checkpoint, and begins again', async () => {
    const { run } = await trainOn({}, options(0.1));
    rmSync(join(run, 'model.safetensors'));
    await expect(evaluate(run)).rejects.toThrow(`To begin its training again: regopt resume ${run}`);
    expect((await resume(run, environment))?.report.ended).toBe('finished');
  });
});
