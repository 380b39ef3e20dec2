import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { chooseRunFolder, openRunFolder, readRunFile } from './run-folder.ts';

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

  it('contains complete files or none', () => {
    const folder = openRunFolder(`${home}/run`, 'moons');
    folder.write('a.txt', 'one');
    folder.write('a.txt', 'two');
    expect(readFileSync(`${home}/run/a.txt`, 'utf8')).toBe('two');
    mkdirSync(`${home}/run/taken`);
    expect(() => folder.write('taken', 'x')).toThrow();
    expect(existsSync(`${home}/run/taken.partial`)).toBe(false);
  });

  it('belongs to one run, however many start at once', () => {
    const paths = [1, 2, 3].map(() => openRunFolder(undefined, 'moons', home).path);
    expect(new Set(paths).size).toBe(3);
    openRunFolder(`${home}/own`, 'moons');
    expect(() => openRunFolder(`${home}/own`, 'moons')).toThrow('is not empty; name a new folder.');
  });

  it('says which file cannot be written', () => {
    const folder = openRunFolder(`${home}/run`, 'moons');
    mkdirSync(`${home}/run/taken`);
    expect(() => folder.append('taken', '1')).toThrow(`train: cannot write ${home}/run/taken: EISDIR`);
  });

  it('collects lines', () => {
    const folder = openRunFolder(`${home}/run`, 'moons');
    folder.append('m.jsonl', '1');
    folder.append('m.jsonl', '2');
    expect(readFileSync(`${home}/run/m.jsonl`, 'utf8')).toBe('1\n2\n');
  });

  it('names the file that a folder lacks', () => {
    expect(() => readRunFile('nowhere', 'config.json')).toThrow(
      'evaluate: nowhere is no run: there is no nowhere/config.json.',
    );
  });
});
