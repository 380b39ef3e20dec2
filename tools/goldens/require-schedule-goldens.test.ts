import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { requireScheduleGoldens } from './require-schedule-goldens.ts';

const importer = fileURLToPath(new URL('../../packages/schedulers/src/lion.test.ts', import.meta.url));
const resolveId = (name: string) =>
  requireScheduleGoldens.resolveId(`../../../tools/goldens/schedulers/${name}.json`, importer);

it('the error for missing goldens of a schedule names the file of its cases and the script to run', () => {
  expect(() => resolveId('lion')).toThrow(
    'packages/schedulers/src/lion.test.ts: there is no tools/goldens/schedulers/lion.json. Write its ' +
      'cases into ' +
      'tools/goldens/cases/schedules.py and run `python tools/goldens/schedulers.py lion`; of a schedule ' +
      'that PyTorch does not ' +
      'have, describeSchedule takes `goldens: { source, cases }`, worked out by hand.',
  );
});

it('existing goldens and all other imports are left to vitest', () => {
  expect(resolveId('cosine')).toBeNull();
  expect(requireScheduleGoldens.resolveId('./cosine.ts', importer)).toBeNull();
});
