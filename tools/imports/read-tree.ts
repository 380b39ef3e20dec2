import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of each file by its path from the repository's root, with forward slashes. */
export type Tree = ReadonlyMap<string, string>;

/** The TypeScript sources and the manifests of every package and app; generated sources are left out. */
export function readTree(root: string): Tree {
  const patterns = [
    'packages/*/package.json',
    'apps/*/package.json',
    'packages/*/src/**/*.ts',
    'apps/*/src/**/*.ts',
  ];
  const paths = globSync(patterns, {
    cwd: root,
    exclude: (name) => String(name).split('/').includes('node_modules'),
  });
  return new Map(
    paths
      .filter((path) => !path.includes('generated'))
      .map((path) => path.replaceAll('\\', '/'))
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}
