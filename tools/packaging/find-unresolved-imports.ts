import { posix } from 'node:path';
import ts from 'typescript';

/** The package of an import: `@regopt/tensor` for `@regopt/tensor/testing`, `vitest` for `vitest/node`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * The imports (types included) in a package's sources that its users cannot resolve: a package that is not in
 * `there`, its dependencies, or a file that is not shipped.
 */
export function findUnresolvedImports(
  sources: ReadonlyMap<string, string>,
  there: ReadonlySet<string>,
): string[] {
  return [...sources].flatMap(([path, text]) =>
    ts.preProcessFile(text).importedFiles.flatMap(({ fileName }) => {
      if (fileName.startsWith('node:')) return [];
      if (fileName.startsWith('.')) {
        const target = posix.join(posix.dirname(path), fileName);
        return sources.has(target) ? [] : [`${path} imports ${target}, which is not shipped`];
      }
      const name = packageOf(fileName);
      return there.has(name) ? [] : [`${path} imports ${name}`];
    }),
  );
}
