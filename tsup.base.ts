import { defineConfig } from 'tsup';

/**
 * The one way every package is built: ES modules with their types, for ES2022, each entry named as its
 * subpath export. Dependencies stay imports, so two packages never carry two copies of a third.
 */
export function definePackageBuild(entry: Record<string, string>) {
  return defineConfig({
    entry,
    format: ['esm'],
    // What is marked so would be another type in each installed copy of a package.
    dts: { compilerOptions: { stripInternal: true } },
    target: 'es2022',
    platform: 'neutral',
    // What a user's tests run on: a copy inside the `./testing` entry would be another test runner. And what
    // users install where they need it: see `onDemand` in tools/imports/import-table.ts.
    external: ['vitest', 'fast-check', 'sharp'],
    splitting: true,
    sourcemap: true,
    clean: ['dist/*.js', 'dist/*.js.map', 'dist/*.d.ts'],
    silent: true,
  });
}

/** An app is run, not imported: no types, and its command line starts with Node. */
export function defineAppBuild(entry: Record<string, string>) {
  return defineConfig({
    entry,
    format: ['esm'],
    target: 'es2022',
    platform: 'node',
    splitting: true,
    silent: true,
  });
}
