import { fileURLToPath } from 'node:url';
import { known } from './known.mjs';
import { measureBundle } from './measure-bundle.mjs';
import { timeFreshProcess } from './time-fresh-process.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Work of a start: a fresh process imports this worker's file. */
export const startUp =
  (worker, word = '') =>
  ({ train }) => ({
    run: (times) => timeFreshProcess([here('start-up.mjs'), worker, word, JSON.stringify(train)], times),
  });

/** Work of a size: measures a bundle of this list. */
export const size =
  (bundles) =>
  ({ bundle }) => {
    const { entry, files = [], ...rest } = known('bundle', bundles, bundle);
    return {
      async run() {
        const cost = await measureBundle({ entry: here(entry), files: files.map(here), ...rest });
        return { cost, value: cost };
      },
    };
  };
