// Runs turbo without telemetry in any shell (`NAME=value command` does not work in all of them), and shows
// its output only if a task fails.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const windows = process.platform === 'win32';
const onPath = (names: readonly string[]): boolean =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .some((folder) => names.some((name) => existsSync(join(folder, name))));

// turbo runs its tasks with pnpm, which is not on the PATH of an editor that starts the tests.
const [command, ...given] = onPath(windows ? ['pnpm.cmd', 'pnpm.exe'] : ['pnpm'])
  ? [process.execPath, createRequire(import.meta.url).resolve('turbo/bin/turbo')]
  : ['npx', '--yes', readPackageManager(), 'exec', 'turbo'];

/** `pnpm@10.34.9`, as package.json pins it. */
function readPackageManager(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).packageManager;
}

const { status, error, stdout, stderr } = spawnSync(
  command,
  [...given, ...process.argv.slice(2), '--output-logs=errors-only'],
  {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: windows && command === 'npx',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  },
);
if (error) throw error;
if (status !== 0) process.stderr.write(stdout + stderr);
process.exitCode = status ?? 1;
