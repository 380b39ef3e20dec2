import { checkOptions, type OptionKinds, requireMilestones, requireNonNegative } from './check.ts';
import { geometric } from './portable-math.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface MultiStepOptions {
  /** The steps at which the rate changes; at least 1, strictly increasing. */
  readonly milestones: readonly number[];
  /** Factor of the rate at each; default 0.1. */
  readonly gamma?: number | undefined;
}

const kinds: OptionKinds<MultiStepOptions> = { milestones: 'array', gamma: 'number' };

/**
 * A staircase with steps of any length: `rate * gamma^(number of milestones <= step)`.
 *
 * @throws ScheduleError for a rate or gamma that is negative or not finite, milestones that do not increase.
 * @see PyTorch, MultiStepLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { multiStep } from '@regopt/schedulers';
 *
 * const schedule = multiStep(0.8, { milestones: [30, 80], gamma: 0.5 });
 * schedule(29); // 0.8
 * schedule(30); // 0.4
 * schedule(80); // 0.2
 * ```
 */
export function multiStep(rate: number, options: MultiStepOptions): Schedule {
  checkOptions('multiStep', options, kinds);
  const { milestones, gamma = 0.1 } = options;
  requireNonNegative('multiStep', { rate, gamma });
  const edges = requireMilestones('multiStep', milestones);
  return defineSchedule('multiStep', (step) =>
    geometric(rate, gamma, edges.filter((edge) => edge <= step).length),
  );
}
