import * as schedulers from '../src/index.ts';

/** A schedule by its name in a golden file. */
export function createNamed({
  schedule,
  rate,
  options,
}: {
  schedule: string;
  rate: number;
  options: object;
}) {
  const named: Readonly<Record<string, unknown>> = schedulers;
  const create = named[schedule] as (rate: number, options: object) => schedulers.Schedule;
  return create(rate, options);
}
