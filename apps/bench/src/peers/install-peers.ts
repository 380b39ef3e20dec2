import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pnpmCommand } from './pnpm-command.ts';

/** Runs a command in a folder; rejects when it fails. */
export type RunInstaller = (command: string, args: readonly string[], folder: string) => Promise<unknown>;

/** Runs the command without its output. */
export const runInstaller: RunInstaller = (command, args, folder) =>
  // npx is a shell script on Windows; all arguments are our own, so a shell is safe.
  promisify(execFile)(command, [...args], {
    cwd: folder,
    shell: process.platform === 'win32' && command === 'npx',
  });

/**
 * Installs the peers into the folder's own node_modules, unless the versions of its lockfile are already
 * there. Returns false if there was nothing to do.
 */
export async function installPeers(
  folder: string,
  say: (line: string) => void,
  run: RunInstaller = runInstaller,
): Promise<boolean> {
  const lockfile = readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8');
  // Written only after a complete install, so that a broken one is repeated.
  const marker = join(folder, 'node_modules', '.installed-lock.yaml');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockfile) return false;
  say(`installing the peers into ${folder} (once)`);
  const [command, ...words] = pnpmCommand();
  await run(
    command!,
    [...words, 'install', '--ignore-workspace', '--frozen-lockfile', '--ignore-scripts'],
    folder,
  );
  writeFileSync(marker, lockfile);
  return true;
}
