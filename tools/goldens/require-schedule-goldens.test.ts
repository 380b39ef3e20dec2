import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { requireScheduleGoldens } from './require-schedule-goldens.ts';

const importer = fileURLToPath(new URL('../../packages/schedulers/src/lion.test.ts', import.meta.url));
const resolveId = (name: string) =>
  requireScheduleGoldens.resolveId(`../../../tools/goldens/schedulers/${name}.json`, importer);

it('a schedule whose goldens are missing is told where its cases go and which script writes them', () => {
  expect(() => resolveId('lion')).toThrow(
    'packages/schedulers/src/lion.test.ts: there is no tools/goldens/schedulers/lion.json. Write its cases into ' +
      'tools/goldens/cases/schedules.py and run `python tools/goldens/schedulers.py lion`; of a schedule that PyTorch does not ' +
      'have, describeSchedule takes `goldens: { source, cases }`, worked out by hand.',
  );
});

it('a schedule whose goldens are there is left to vitest, as is every other import', () => {
  expect(resolveId('cosine')).toBeNull();
  expect(requireScheduleGoldens.resolveId('./cosine.ts', importer)).toBeNull();
});
