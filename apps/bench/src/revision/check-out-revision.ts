import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { benchFolder } from '../bench-folder.ts';
import { type RunInstaller, runInstaller } from '../peers/install-peers.ts';
import { pnpmCommand } from '../peers/pnpm-command.ts';
import { UsageError } from '../usage-error.ts';

/** A checked-out revision of the repository, installed and built. */
export interface CheckedOutRevision {
  /** The requested name, and its commit. */
  readonly name: string;
  readonly benchFolder: string;
  /** Removes the folder. */
  remove(): Promise<void>;
}

const git = async (folder: string, ...words: readonly string[]) =>
  (await promisify(execFile)('git', [...words], { cwd: folder })).stdout.trim();

/** True for sources and manifests of the bench, false for installed or built files. */
const isSource = (path: string) =>
  !relative(benchFolder, path)
    .split(sep)
    .some((part) => ['node_modules', 'dist', '.turbo'].includes(part));

/** The lines of a failed command's output that name an error. */
function lastWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (/^.*\bERR(?:OR)?\b.*$/im.exec(text)?.[0] ?? text).trim();
}

/**
 * Checks a revision out beside the repository and prepares it, with the current bench in place of the
 * revision's: both then get the same work in the same protocol.
 *
 * @param script the script that builds it: everything to measure a start, else only its kernels
 * @throws UsageError for a revision that git does not know, or that cannot be installed or built
 */
export async function checkOutRevision(
  revision: string,
  say: (line: string) => void,
  script: 'build' | 'build:wasm',
  repository: string = join(benchFolder, '../..'),
  run: RunInstaller = runInstaller,
): Promise<CheckedOutRevision> {
  const commit = await git(repository, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`).catch(
    () => {
      throw new UsageError(`--compare: git knows no revision "${revision}".`);
    },
  );
  const parent = mkdtempSync(join(tmpdir(), 'regopt-bench-'));
  const folder = join(parent, 'repository');
  const remove = async () => {
    await git(repository, 'worktree', 'remove', '--force', folder);
    rmSync(parent, { recursive: true, force: true });
  };
  const short = commit.slice(0, 7);
  const name = commit.startsWith(revision) ? short : `${revision} (${short})`;
  say(`checking out, installing and building ${name} in ${folder}`);
  await git(repository, 'worktree', 'add', '--detach', folder, commit);
  try {
    const itsBench = join(folder, 'apps/bench');
    rmSync(itsBench, { recursive: true, force: true });
    cpSync(benchFolder, itsBench, { recursive: true, filter: isSource });
    const [command, ...words] = pnpmCommand();
    const pnpm = (...more: readonly string[]) => run(command!, [...words, ...more], folder);
    // The revision's lockfile does not match the current bench.
    await pnpm('install', '--no-frozen-lockfile', '--prefer-offline');
    await pnpm(script);
    return { name, benchFolder: itsBench, remove };
  } catch (error) {
    await remove();
    throw new UsageError(`--compare: ${name} cannot be made ready: ${lastWords(error)}`);
  }
}
