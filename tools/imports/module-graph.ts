import { posix } from 'node:path';
import { parseSource, type Source } from './parse-source.ts';
import type { Tree } from './read-tree.ts';

/** A package or app: its manifest, its parsed files, and the files that each entry reaches. */
export interface Module {
  /** `packages/tensor` or `apps/trainer`. */
  readonly folder: string;
  readonly name: string;
  readonly isApp: boolean;
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Source>;
  /** Subpath (`.`, `./testing`) to the path of its source. */
  readonly entries: ReadonlyMap<string, string>;
}

export interface Manifest {
  readonly name: string;
  readonly exports?: Record<string, string | { '@regopt/source': string }>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** Resolves a relative specifier to a path from the repository's root. */
export const resolveRelative = (from: string, specifier: string): string =>
  posix.join(posix.dirname(from), specifier);

/** Splits the tree into packages and apps. */
export function readModules(tree: Tree): Module[] {
  const manifests = [...tree].filter(([path]) => path.endsWith('/package.json'));
  return manifests.map(([path, text]) => {
    const folder = posix.dirname(path);
    const manifest: Manifest = JSON.parse(text);
    const isApp = folder.startsWith('apps/');
    const sources = [...tree].filter(([file]) => file.startsWith(`${folder}/`) && file.endsWith('.ts'));
    const exports = Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) =>
      typeof target === 'string' ? [] : [[subpath, posix.join(folder, target['@regopt/source'])] as const],
    );
    return {
      folder,
      name: posix.basename(folder),
      isApp,
      manifest,
      files: new Map(sources.map(([file, source]) => [file, parseSource(file, source)])),
      entries: new Map(isApp ? [['.', `${folder}/src/main.ts`]] : exports),
    };
  });
}

/** Every file of the module that these files reach by imports of any kind, including themselves. */
export function reachableFrom({ files }: Module, starts: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const queue = [...starts];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { specifier } of files.get(path)?.imports ?? []) {
      if (specifier.startsWith('.')) queue.push(resolveRelative(path, specifier));
    }
  }
  return seen;
}
