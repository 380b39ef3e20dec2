import { loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { ScheduleError } from '../src/check.ts';
import type { Schedule } from '../src/schedule.ts';
import { expectRates } from './expect-rates.ts';

/** The arguments of a case: the rate and the options. */
export interface Given<Options> {
  readonly rate: number;
  readonly options: Options;
}

interface Goldens<Case> {
  readonly source: string;
  readonly cases: readonly (Case & { readonly rates: readonly number[] })[];
}

interface ScheduleBattery<Case> {
  /** Rates worked out by hand of a schedule that PyTorch does not have. */
  readonly goldens?: Goldens<Case>;
  readonly create: (given: Case) => Schedule;
  /** The complete message of each error, and a call that throws it. */
  readonly refuses: Readonly<Record<string, () => unknown>>;
}

/**
 * The tests of every schedule: PyTorch's rates, in the file of tools/goldens/schedulers with its name in
 * kebab-case, no memory, and its errors.
 */
export function describeSchedule<Case>(
  name: string,
  { goldens = loadGoldens(name), create, refuses }: ScheduleBattery<Case>,
): void {
  describe(name, () => {
    goldens.cases.forEach((golden, i) => {
      const { rates, ...given } = golden;
      it(`gives the rates of ${goldens.source}, case ${i}: ${JSON.stringify(given)}`, () => {
        expectRates(
          rates.map((_, step) => create(golden)(step)),
          rates,
        );
      });
    });

    it('is a function of the step alone: the same forwards, backwards and twice', () => {
      for (const golden of goldens.cases) {
        const schedule = create(golden);
        const forwards = golden.rates.map((_, step) => schedule(step));
        const backwards = golden.rates.map((_, i) => schedule(golden.rates.length - 1 - i));
        expect(backwards.reverse()).toEqual(forwards);
      }
    });

    for (const step of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      it(`refuses step ${step}`, () => {
        const message = `${name}: step must be a whole number of at least 0, got ${step}.`;
        expect(() => create(goldens.cases[0]!)(step)).toThrow(new ScheduleError(message));
      });
    }

    for (const [message, call] of Object.entries(refuses)) {
      it(`refuses with the sentence: ${message}`, () => {
        expect(call).toThrow(new ScheduleError(message));
      });
    }
  });
}

function loadGoldens<Case>(name: string): Goldens<Case> {
  return loadGolden(`schedulers/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
}
