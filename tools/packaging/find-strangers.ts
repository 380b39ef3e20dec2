import { posix } from 'node:path';
import ts from 'typescript';

/** `@regopt/tensor` of `@regopt/tensor/testing`, `vitest` of `vitest/node`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * The imports, types included, in a package's sources that its users cannot follow: of a package that is not `there` as its
 * dependency, or of a file that is not among the sources.
 */
export function findStrangers(sources: ReadonlyMap<string, string>, there: ReadonlySet<string>): string[] {
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
