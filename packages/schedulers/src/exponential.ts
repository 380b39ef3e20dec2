import { checkOptions, type OptionKinds, requireNonNegative } from './check.ts';
import { geometric } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface ExponentialOptions {
  /** Factor of the rate per step. */
  readonly gamma: number;
}

const kinds: OptionKinds<ExponentialOptions> = { gamma: 'number' };

/**
 * Exponential decay: `rate * gamma^step`.
 *
 * A gamma above 1 grows without bound, as in a range test that looks for the max rate that still trains.
 *
 * @throws ScheduleError for a rate or gamma that is negative or not finite.
 * @see PyTorch, ExponentialLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { exponential } from '@regopt/schedulers';
 *
 * const schedule = exponential(0.8, { gamma: 0.5 });
 * schedule(0); // 0.8
 * schedule(3); // 0.1
 * ```
 */
export function exponential(rate: number, options: ExponentialOptions): Schedule {
  checkOptions('exponential', options, kinds);
  const { gamma } = options;
  requireNonNegative('exponential', { rate, gamma });
  return defineSchedule('exponential', (step) => geometric(rate, gamma, step));
}
