import { constant, cosine, exponential, multiStep, type Schedule, step } from '../src/index.ts';

const schedules = { constant, cosine, exponential, multiStep, step };

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
  const create = schedules[schedule as keyof typeof schedules] as (rate: number, options: object) => Schedule;
  return create(rate, options);
}
