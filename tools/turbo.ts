// Runs turbo with its telemetry off, whatever the shell (`NAME=value command` would not work in every one), and quietly:
// what it prints is shown only when a task fails.
import { spawnSync } from 'node:child_process';

const { status, error, stdout, stderr } = spawnSync(
  'turbo',
  [...process.argv.slice(2), '--output-logs=errors-only'],
  {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  },
);
if (error) throw error;
if (status !== 0) process.stderr.write(stdout + stderr);
process.exitCode = status ?? 1;
