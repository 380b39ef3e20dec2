import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A vitest plugin: an import of a missing `tools/goldens/schedulers/<name>.json` fails with the script to
 * run. Schedules import their goldens, so that the cases have types; without the plugin they would fail
 * before `describeSchedule` is called.
 */
export const requireScheduleGoldens = {
  name: 'require-schedule-goldens',
  enforce: 'pre' as const,
  resolveId(source: string, importer: string | undefined): null {
    const name = /^\..*\/tools\/goldens\/schedulers\/([^/]+)\.json$/.exec(source)?.[1];
    if (name === undefined || importer === undefined || existsSync(resolve(dirname(importer), source)))
      return null;
    throw new Error(
      `${relative(root, importer)}: there is no tools/goldens/schedulers/${name}.json. Write its cases ` +
        'into ' +
        `tools/goldens/cases/schedules.py and run \`python tools/goldens/schedulers.py ${name}\`; of a ` +
        'schedule that PyTorch does ' +
        'not have, describeSchedule takes `goldens: { source, cases }`, worked out by hand.',
    );
  },
};
