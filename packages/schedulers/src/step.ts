import { checkOptions, type OptionKinds, requireNonNegative, requireWhole } from './check.ts';
import { geometric } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface StepOptions {
  /** Number of steps of each rate; at least 1. */
  readonly every: number;
  /** Factor of the rate after that; default 0.1. */
  readonly gamma?: number | undefined;
}

const kinds: OptionKinds<StepOptions> = { every: 'number', gamma: 'number' };

/**
 * A staircase: `rate * gamma^floor(step / every)`.
 *
 * @throws ScheduleError for a rate or gamma that is negative or not finite, every below 1.
 * @see PyTorch, StepLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { step } from '@regopt/schedulers';
 *
 * const schedule = step(0.8, { every: 30, gamma: 0.5 });
 * schedule(29); // 0.8
 * schedule(30); // 0.4
 * schedule(60); // 0.2
 * ```
 */
export function step(rate: number, options: StepOptions): Schedule {
  checkOptions('step', options, kinds);
  const { every, gamma = 0.1 } = options;
  requireNonNegative('step', { rate, gamma });
  requireWhole('step', { every });
  return defineSchedule('step', (now) => geometric(rate, gamma, Math.floor(now / every)));
}
