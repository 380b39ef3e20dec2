import * as schedulers from '../src/index.ts';

/** A schedule in a golden file. */
export interface Named {
  readonly schedule: string;
  readonly rate: number;
  readonly options: object;
}

/** A schedule by its name in a golden file. */
export function createNamed({ schedule, rate, options }: Named): schedulers.Schedule {
  const named: Readonly<Record<string, unknown>> = schedulers;
  const create = named[schedule] as (rate: number, options: object) => schedulers.Schedule;
  return create(rate, options);
}
