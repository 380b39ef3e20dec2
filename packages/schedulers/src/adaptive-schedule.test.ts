import { expect, it } from 'vitest';
import { isAdaptive } from './adaptive-schedule.ts';
import { constant } from './constant.ts';
import { reduceOnPlateau } from './reduce-on-plateau.ts';

it('a schedule is adaptive if it has observe, state and load; other values are not', () => {
  expect(isAdaptive(reduceOnPlateau(0.1))).toBe(true);
  for (const other of [constant(0.1), null, undefined, 0.1]) expect(isAdaptive(other as never)).toBe(false);
});
