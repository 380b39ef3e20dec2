import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Suite } from './suite.ts';
import { UsageError } from './usage-error.ts';

/** Minimum number of pairs: fewer say little on a machine that also does other things. */
const minPairs = 7;

export interface BenchOptions {
  readonly suites: readonly Suite[];
  readonly pairs: number;
  /** Threads of ours, unless a case sets its own. */
  readonly threads: number | 'auto';
  /** True for our portable build, unless a case sets its own. */
  readonly portable: boolean;
  /** True if peers take part. */
  readonly peers: boolean;
  /** The Python interpreter whose PyTorch takes part; undefined for the system's. */
  readonly python: string | undefined;
  /** Another revision of ours to compare with. */
  readonly compare: string | undefined;
  readonly json: string | undefined;
  readonly help: boolean;
}

export const usage =
  'bench [--suite NAME]... [--threads N] [--portable] [--pairs N] [--no-peers] [--python PATH] ' +
  '[--compare REV] [--json FILE]';

/** Parses the command line, with `REGOPT_PYTHON` as the default of `--python`; throws UsageError. */
export function parseOptions(
  words: readonly string[],
  suites: readonly Suite[],
  env: NodeJS.ProcessEnv = process.env,
): BenchOptions {
  const values = parseWords(words);
  const names = suites.map(({ name }) => name).join(', ');
  const chosen = (values.suite ?? []).map((name) => {
    const suite = suites.find((candidate) => candidate.name === name);
    if (suite === undefined)
      throw new UsageError(`--suite: no suite is named "${name}"; there are ${names}.`);
    return suite;
  });
  return {
    suites: chosen.length === 0 ? suites : [...new Set(chosen)],
    pairs: wholeNumber('pairs', values.pairs, minPairs) ?? minPairs,
    threads: wholeNumber('threads', values.threads, 1) ?? 'auto',
    portable: values.portable ?? false,
    peers: !(values['no-peers'] ?? false),
    python: pythonOf(values.python, env),
    compare: values.compare,
    json: values.json === undefined ? undefined : checkFile(values.json),
    help: values.help ?? false,
  };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      // `pnpm bench -- --suite gemm` passes the dashes on.
      args: words[0] === '--' ? words.slice(1) : [...words],
      options: {
        suite: { type: 'string', multiple: true },
        pairs: { type: 'string' },
        threads: { type: 'string' },
        portable: { type: 'boolean' },
        'no-peers': { type: 'boolean' },
        python: { type: 'string' },
        compare: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${option}: a whole number of at least ${least}, got "${text}".`);
  return value;
}

/** The executable's path, of a bare name by the PATH; its worker checks for PyTorch. */
function pythonOf(option: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const [name, path] =
    option === undefined ? ['REGOPT_PYTHON', env['REGOPT_PYTHON'] || undefined] : ['--python', option];
  if (path === undefined) return undefined;
  if (path === '') throw new UsageError(`${name} is empty; name an interpreter, such as python3.`);
  const folders = path === basename(path) ? (env['PATH']?.split(delimiter) ?? []) : [];
  const full =
    [...folders.map((folder) => join(folder, path)), resolve(path)].find(isExecutable) ?? resolve(path);
  if (!existsSync(full)) throw new UsageError(`${name}: there is no file ${full}.`);
  if (statSync(full).isDirectory())
    throw new UsageError(`${name}: ${full} is a folder; name the interpreter in it, such as bin/python.`);
  if (!isExecutable(full)) throw new UsageError(`${name}: ${full} is not executable.`);
  return full;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Fails immediately, not after minutes, if a file cannot be written. */
function checkFile(path: string): string {
  const full = resolve(path);
  const folder = dirname(full);
  if (!existsSync(folder)) throw new UsageError(`--json: there is no folder ${folder} for ${path}.`);
  if (existsSync(full) && statSync(full).isDirectory()) throw new UsageError(`--json: ${path} is a folder.`);
  return full;
}
