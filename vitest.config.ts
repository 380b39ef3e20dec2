import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Every package's "source" export comes first, so tests run on the sources and need no build of TypeScript.
const conditions = ['source', 'module', 'node', 'import', 'default'];

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(new URL(parent, import.meta.url)).map((name) => ({ name, root: `${parent}/${name}` })),
);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A busy machine must not fail a test: speed is asked of benches alone.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [...folders, { name: 'tools', root: 'tools' }].map(({ name, root }) => ({
      extends: true as const,
      root: `./${root}`,
      test: { name, include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/dist/**'] },
    })),
  },
});
