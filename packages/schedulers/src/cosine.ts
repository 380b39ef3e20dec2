import { checkOptions, type OptionKinds, refuse, requireNonNegative, requireWhole } from './check.ts';
import { mix, raisedCosine } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface CosineOptions {
  /** Number of steps of the descent; at least 1. */
  readonly steps: number;
  /** The rate at its end; default 0, at most `rate`. */
  readonly minRate?: number | undefined;
}

const kinds: OptionKinds<CosineOptions> = { steps: 'number', minRate: 'number' };

/**
 * Half a cosine wave, flat at both ends: `minRate + (rate - minRate) (1 + cos(pi t / T)) / 2` at step t,
 * where T is `steps`. (Some texts misprint it as cos(pi T / T), which is -1 at every step.)
 *
 * After T the wave continues as in PyTorch: the rate rises, is `rate` again at 2 T, and so on. To stay at the
 * minimum use `sequential([cosine(rate, { steps, minRate }), constant(minRate)], [steps])`.
 *
 * @throws ScheduleError for a rate that is negative or not finite, a minRate above it, steps below 1.
 * @see Loshchilov and Hutter 2017, "SGDR: Stochastic Gradient Descent with Warm Restarts", equation 5,
 *   without the restarts; PyTorch, CosineAnnealingLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { cosine } from '@regopt/schedulers';
 *
 * const schedule = cosine(0.1, { steps: 100, minRate: 0.02 });
 * schedule(0); // 0.1
 * schedule(50); // 0.06
 * schedule(100); // 0.02
 * ```
 */
export function cosine(rate: number, options: CosineOptions): Schedule {
  checkOptions('cosine', options, kinds);
  const { steps, minRate = 0 } = options;
  requireNonNegative('cosine', { rate, minRate });
  if (minRate > rate) refuse('cosine', 'minRate', `at most the rate, ${rate}`, minRate);
  requireWhole('cosine', { steps });
  return defineSchedule('cosine', (step) => mix(minRate, rate, raisedCosine(step, steps)));
}
