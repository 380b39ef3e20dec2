import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from './parse-options.ts';
import { fakeSuite } from './testing/fake-suite.ts';
import { UsageError } from './usage-error.ts';

const suites = [fakeSuite, { ...fakeSuite, name: 'other' }];
const parse = (...words: string[]) => parseOptions(words, suites, {});

describe('parseOptions', () => {
  it('takes every suite and 7 pairs by default', () => {
    expect(parse()).toEqual({
      suites,
      pairs: 7,
      threads: 'auto',
      portable: false,
      peers: true,
      python: undefined,
      compare: undefined,
      json: undefined,
      help: false,
    });
  });

  it('takes the named suites, each once', () => {
    expect(parse('--suite', 'other', '--suite', 'other').suites).toEqual([suites[1]]);
    expect(parse('--suite', 'other', '--suite', 'fake').suites).toEqual([suites[1], suites[0]]);
  });

  it('takes arguments after two dashes, which pnpm passes on', () => {
    expect(parse('--', '--pairs', '9').pairs).toBe(9);
  });

  it('takes the configuration of ours and its rivals', () => {
    expect(parse('--threads', '2', '--portable', '--no-peers', '--compare', 'HEAD~1')).toMatchObject({
      threads: 2,
      portable: true,
      peers: false,
      compare: 'HEAD~1',
    });
  });

  it('takes a file to write', () => {
    const path = join(tmpdir(), 'rows.json');
    expect(parse('--json', path).json).toBe(path);
  });

  it("takes the Python interpreter from the option, else from REGOPT_PYTHON, else the system's", () => {
    const variable = { REGOPT_PYTHON: process.execPath };
    expect(parseOptions([], suites, variable).python).toBe(process.execPath);
    const option = ['--python', process.execPath];
    expect(parseOptions(option, suites, { REGOPT_PYTHON: '/no/such/python' }).python).toBe(process.execPath);
    expect(parseOptions([], suites, { REGOPT_PYTHON: '' }).python).toBeUndefined();
    expect(() => parseOptions([], suites, { REGOPT_PYTHON: '/no/such/python' })).toThrow(
      'REGOPT_PYTHON: there is no file /no/such/python.',
    );
  });

  it('looks a bare name of an interpreter up on the PATH', () => {
    const name = basename(process.execPath);
    const PATH = ['/no/such/folder', dirname(process.execPath)].join(delimiter);
    expect(parseOptions(['--python', name], suites, { PATH }).python).toBe(process.execPath);
    expect(parseOptions([], suites, { PATH, REGOPT_PYTHON: name }).python).toBe(process.execPath);
    expect(() => parseOptions(['--python', name], suites, {})).toThrow('--python: there is no file ');
  });

  it.each([
    [['--suite', 'gem'], '--suite: no suite is named "gem"; there are fake, other.'],
    [['--pairs', '3'], '--pairs: a whole number of at least 7, got "3".'],
    [['--pairs', '7.5'], '--pairs: a whole number of at least 7, got "7.5".'],
    [['--pairs', 'many'], '--pairs: a whole number of at least 7, got "many".'],
    [['--json', tmpdir()], `--json: ${tmpdir()} is a folder.`],
    [['--python', '/no/such/python'], '--python: there is no file /no/such/python.'],
    [['--python', ''], '--python is empty; name an interpreter, such as python3.'],
    [['--python', import.meta.filename], `--python: ${import.meta.filename} is not executable.`],
    [
      ['--python', tmpdir()],
      `--python: ${tmpdir()} is a folder; name the interpreter in it, such as bin/python.`,
    ],
    [['--threads', '0'], '--threads: a whole number of at least 1, got "0".'],
    [['--thread', '2'], "Unknown option '--thread'"],
    [['gemm'], "Unexpected argument 'gemm'"],
  ])('refuses %j', (words, sentence) => {
    expect(() => parse(...words)).toThrow(UsageError);
    expect(() => parse(...words)).toThrow(sentence);
  });

  it('refuses an output file in a missing folder, before anything runs', () => {
    const path = join(tmpdir(), 'no-such-folder-of-the-bench', 'rows.json');
    expect(() => parse('--json', path)).toThrow(/^--json: there is no folder .*no-such-folder-of-the-bench/);
  });
});
