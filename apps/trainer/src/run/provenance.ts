import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';

/** What made a run, besides its options: the contents of its `run.json`. */
export interface Provenance {
  /** When the run began, in UTC. */
  readonly date: string;
  /** Versions of the trainer, its packages and Node. */
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly cpu: string;
  /** Number of threads that the machine runs at once. */
  readonly processors: number;
  readonly memory: string;
  /** The back end's name, build and number of threads. */
  readonly backend: string;
  /** The commit of the folder in which the run was started; null if there is none, or no git. */
  readonly git: GitState | null;
}

export interface GitState {
  readonly commit: string;
  /** True if files that git knows had been changed. */
  readonly changed: boolean;
}

/**
 * Notes what a run is made by.
 *
 * @param folder the folder whose commit to note
 */
export function provenance(backend: string, folder = '.'): Provenance {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    versions: versions(),
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    processors: processors.length,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    backend,
    git: gitState(folder),
  };
}

/** The versions of the trainer, its packages and Node, by name. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const read = (name: string): PackageFile => require(`${name}/package.json`);
  const trainer = read('@regopt/trainer');
  const packages = Object.keys(trainer.dependencies ?? {}).filter((name) => name.startsWith('@regopt/'));
  return {
    '@regopt/trainer': trainer.version,
    ...Object.fromEntries(packages.map((name) => [name, read(name).version])),
    node: process.version,
  };
}

interface PackageFile {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function gitState(folder: string): GitState | null {
  const git = (...words: string[]): string =>
    execFileSync('git', ['--no-optional-locks', ...words], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 2000,
    });
  try {
    const commit = git('rev-parse', 'HEAD').trim();
    return { commit, changed: git('status', '--porcelain', '--untracked-files=no') !== '' };
  } catch {
    // No git, no repository, no commit yet, or a repository too large to be asked in time.
    return null;
  }
}
