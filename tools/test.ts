// The whole check in one command: builds the wasm, runs every step even if an earlier one failed, and ends
// with one line of counts. `--only lint,types,tests` runs some of the steps.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { orExit } from './or-exit.ts';

interface Counts {
  passed: number;
  failed: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const turbo = [process.execPath, fileURLToPath(new URL('./turbo.ts', import.meta.url)), 'run'];

function succeeds([command, ...args]: readonly string[]): boolean {
  const { status, error } = spawnSync(command!, args, {
    cwd: root,
    stdio: 'inherit',
    // On Windows, tools are .cmd files, which need a shell.
    shell: process.platform === 'win32' && command !== process.execPath,
  });
  if (error) throw error;
  return status === 0;
}

const one = (ok: boolean): Counts => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

function runTests(): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'regopt-test-'));
  try {
    const report = join(folder, 'report.json');
    const ok = succeeds([
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that fails to load, or an error outside every test, fails the run without a failed test.
    return { passed: numPassedTests, failed: ok ? numFailedTests : Math.max(1, numFailedTests) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const steps: Record<string, () => Counts> = {
  wasm: () => one(succeeds([...turbo, 'build:wasm'])),
  lint: () => one(succeeds(['biome', 'check', '.'])),
  types: () => one(succeeds(['tsc', '-p', '.']) && succeeds([...turbo, 'typecheck'])),
  tests: runTests,
};

const chosen = orExit(() => {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  const names = only?.split(',') ?? Object.keys(steps);
  const unknown = names.find((name) => !Object.hasOwn(steps, name));
  if (unknown !== undefined)
    throw new Error(`test: no step named "${unknown}"; there are ${Object.keys(steps).join(', ')}.`);
  return names;
});

const total: Counts = { passed: 0, failed: 0 };
for (const name of chosen) {
  const started = performance.now();
  const counts = steps[name]!();
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
