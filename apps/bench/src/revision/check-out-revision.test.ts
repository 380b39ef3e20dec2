import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { checkOutRevision } from './check-out-revision.ts';

let repository: string;
const git = (...words: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...words], {
    cwd: repository,
    encoding: 'utf8',
  }).trim();

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'regopt-repository-'));
  git('init', '-q');
  mkdirSync(join(repository, 'apps/bench'), { recursive: true });
  writeFileSync(join(repository, 'apps/bench/old.ts'), 'old');
  for (const text of ['first', 'second']) {
    writeFileSync(join(repository, 'library.ts'), text);
    git('add', '.');
    git('commit', '-q', '-m', text);
  }
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

const quiet = () => undefined;

describe('checkOutRevision', () => {
  it('checks the revision out into a separate folder with the current bench, and builds it', async () => {
    const calls: string[] = [];
    const run = async (_: string, args: readonly string[], folder: string) => {
      calls.push(
        `${args.at(args.includes('install') ? -3 : -1)} ${readFileSync(join(folder, 'library.ts'))}`,
      );
    };
    const revision = await checkOutRevision('HEAD~1', quiet, 'build', repository, run);
    expect(calls).toEqual(['install first', 'build first']);
    expect(revision.name).toBe(`HEAD~1 (${git('rev-parse', 'HEAD~1').slice(0, 7)})`);
    expect(existsSync(join(revision.benchFolder, 'src/main.ts'))).toBe(true);
    expect(existsSync(join(revision.benchFolder, 'old.ts'))).toBe(false);
    expect(existsSync(join(revision.benchFolder, 'node_modules'))).toBe(false);
    await revision.remove();
    expect(existsSync(revision.benchFolder)).toBe(false);
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('removes everything when the revision does not build', async () => {
    const failing = () => Promise.reject(new Error('Command failed\n  ERROR TS6054: no a.ts\nat b'));
    const short = git('rev-parse', 'HEAD').slice(0, 7);
    await expect(checkOutRevision('HEAD', quiet, 'build', repository, failing)).rejects.toThrow(
      `--compare: HEAD (${short}) cannot be made ready: ERROR TS6054: no a.ts`,
    );
    expect(git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('refuses a revision that git does not know', async () => {
    const run = checkOutRevision('no-such-branch', quiet, 'build', repository, async () => undefined);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow('--compare: git knows no revision "no-such-branch".');
  });
});
