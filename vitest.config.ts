import { existsSync, readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Every package's "source" export comes first, so tests run on the sources and need no build of TypeScript.
const conditions = ['source', 'module', 'node', 'import', 'default'];

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url)).map((name) => ({ name, root: `${parent}/${name}` })),
);

// The same test files once more, with the WASM back end as the current one.
const wasmSetup = 'packages/kernels-wasm/src/testing/wasm-setup.ts';
const onWasm = {
  extends: true as const,
  test: {
    name: 'wasm',
    include: ['tensor', 'autograd', 'layers', 'optim'].map((name) => `packages/${name}/src/**/*.test.ts`),
    setupFiles: [wasmSetup],
  },
};

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A busy machine must not fail a test: speed is asked of benches alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      ...[...folders, { name: 'tools', root: 'tools' }].map(({ name, root }) => ({
        extends: true as const,
        root: `./${root}`,
        test: { name, include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/dist/**'] },
      })),
      ...(existsSync(new URL(wasmSetup, import.meta.url)) ? [onWasm] : []),
    ],
  },
});
