import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));

function buildWasm(): void {
  try {
    execFileSync(process.execPath, ['tools/turbo.ts', 'run', 'build:wasm'], { cwd: root, stdio: 'pipe' });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(`build:wasm failed, so there is nothing to test:\n${stderr}`, { cause: error });
  }
}

// Every project loads this file again, so the run itself stores whether it has been built.
const built = Symbol.for('regopt.built-wasm');

/**
 * Vitest's global set-up: builds the WASM for the tests if its sources have changed; in watch mode at every
 * run.
 */
export function setup(project: TestProject): void {
  if (Reflect.has(project.vitest, built)) return;
  Reflect.set(project.vitest, built, true);
  buildWasm();
  project.onTestsRerun(buildWasm);
}
