import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

// Every package's "@regopt/source" export comes first, so tests run on the sources and need no build of
// TypeScript.
const conditions = ['@regopt/source', 'module', 'node', 'import', 'default'];

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url)).map((name) => ({ name, root: `${parent}/${name}` })),
);

// These projects test what runs on the WASM back end, which is built before them.
const onWasmToo = ['kernels-wasm', 'trainer', 'bench', 'tools'];
const globalSetup = fileURLToPath(new URL('tools/build-wasm.ts', import.meta.url));

// The same test files once more, with the WASM back end as the current one.
const onWasm = {
  extends: true as const,
  test: {
    name: 'wasm',
    include: ['tensor', 'autograd', 'layers', 'optim', 'training'].map(
      (name) => `packages/${name}/src/**/*.test.ts`,
    ),
    // In these no kernel runs, or in another process.
    exclude: [
      ...configDefaults.exclude,
      'packages/training/src/store/**',
      'packages/training/src/checkpoint/killed-run.test.ts',
    ],
    setupFiles: ['packages/kernels-wasm/src/testing/wasm-setup.ts'],
    globalSetup,
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A busy machine must not fail a test: speed is asked of benches alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nothing imports these: in watch mode, a change of one runs the tests on a new build.
    forceRerunTriggers: [...configDefaults.forceRerunTriggers, '**/kernels-wasm/assembly/**'],
    projects: [
      ...[...folders, { name: 'tools', root: 'tools' }].map(({ name, root }) => ({
        extends: true as const,
        root: `./${root}`,
        test: {
          name,
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: onWasmToo.includes(name) ? globalSetup : [],
        },
      })),
      onWasm,
    ],
  },
});
