import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import {
  chooseRunFolder,
  lockRunFolder,
  markFinished,
  openRunFolder,
  readRunFile,
  runState,
} from './run-folder.ts';

let home = '';
beforeEach(() => {
  home = temporaryFolder();
});

describe('a run folder', () => {
  it('is the first free number of its recipe', () => {
    expect(chooseRunFolder(undefined, 'moons')).toMatch(/^runs\/moons-\d+$/);
    expect(chooseRunFolder(undefined, 'moons', home)).toBe(`${home}/moons-1`);
    mkdirSync(`${home}/moons-1`);
    expect(chooseRunFolder(undefined, 'moons', home)).toBe(`${home}/moons-2`);
  });

  it('is not made before the first write', () => {
    chooseRunFolder(`${home}/a/b/c`, 'moons');
    expect(readdirSync(home)).toEqual([]);
  });

  it('refuses a folder that is not empty', () => {
    writeFileSync(`${home}/x`, '');
    expect(() => chooseRunFolder(home, 'moons')).toThrow(
      `train: --out ${home} is not empty; name a new folder.`,
    );
  });

  it('refuses a file, and a path through one', () => {
    const file = `${home}/file`;
    writeFileSync(file, '');
    expect(() => chooseRunFolder(file, 'moons')).toThrow(`train: --out ${file} is a file, not a folder.`);
    expect(() => chooseRunFolder(`${file}/run`, 'moons')).toThrow(
      `train: cannot write ${file}/run: it is not a folder.`,
    );
  });

  it('gives the reason why it cannot be made', () => {
    expect(() => openRunFolder('/proc/regopt/run', 'moons')).toThrow(
      'train: cannot write /proc/regopt/run: ENOENT',
    );
  });

  it('belongs to one run, however many start at once', () => {
    const paths = [1, 2, 3].map(() => openRunFolder(undefined, 'moons', home).path);
    expect(new Set(paths).size).toBe(3);
    const own = openRunFolder(`${home}/own`, 'moons');
    expect(() => openRunFolder(`${home}/own`, 'moons')).toThrow(
      `${home}/own is in use by process ${process.pid}.`,
    );
    own.store.close();
    writeFileSync(`${home}/own/x`, '');
    expect(() => openRunFolder(`${home}/own`, 'moons')).toThrow('is not empty; name a new folder.');
  });

  it('is removed with what was made for it, and with nothing else', async () => {
    mkdirSync(`${home}/there`);
    writeFileSync(`${home}/there/file`, '');
    const folder = openRunFolder(`${home}/there/a/b`, 'moons');
    await folder.store.write('config.json', Buffer.from('{}'));
    folder.discard();
    expect(readdirSync(`${home}/there`)).toEqual(['file']);
    mkdirSync(`${home}/empty`);
    openRunFolder(`${home}/empty`, 'moons').discard();
    expect(readdirSync(home)).toEqual(['empty', 'there']);
    expect(readdirSync(`${home}/empty`)).toEqual([]);
  });

  it('of a run that can go on is refused with how', () => {
    for (const name of ['config.json', 'last.safetensors']) writeFileSync(`${home}/${name}`, '');
    expect(() => chooseRunFolder(home, 'moons')).toThrow(
      `train: --out ${home} is not empty; name a new folder. To go on with its run: regopt resume ${home}`,
    );
  });

  it('tells a finished run by a model without a checkpoint', async () => {
    expect(runState(home)).toBe(undefined);
    const folder = lockRunFolder(home);
    const put = (name: string) => folder.store.write(name, new Uint8Array(1));
    await put('config.json');
    expect(runState(home)).toBe('unfinished');
    for (const name of ['next', 'last', 'previous']) await put(`${name}.safetensors`);
    await put('model.safetensors');
    expect(runState(home)).toBe('unfinished');
    await markFinished(folder);
    expect(runState(home)).toBe('finished');
    folder.store.close();
  });

  it('names the file that a folder lacks', () => {
    expect(() => readRunFile('nowhere', 'config.json', 'evaluate')).toThrow(
      'evaluate: nowhere is no run: there is no nowhere/config.json.',
    );
  });
});
