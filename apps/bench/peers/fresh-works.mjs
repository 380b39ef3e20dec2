import { fileURLToPath } from 'node:url';
import { known } from './known.mjs';
import { measureBundle } from './measure-bundle.mjs';
import { timeFreshProcess } from './time-fresh-process.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The work of a start: this worker's own file, imported by a fresh process. */
export const startUp =
  (worker, word = '') =>
  ({ train }) => ({
    run: (times) => timeFreshProcess([here('start-up.mjs'), worker, word, JSON.stringify(train)], times),
  });

/** The work of a size: what a bundle of this list weighs. */
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
