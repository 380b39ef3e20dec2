import { checkOptions, type OptionKinds, refuse, requireNonNegative, requireWhole } from './check.ts';
import { defineSchedule, type Schedule } from './schedule.ts';

export interface ConstantOptions {
  /** Factor of the rate during the first steps; 0 to 1. */
  readonly factor: number;
  /** Number of steps with the factor; at least 1. */
  readonly steps: number;
}

const kinds: OptionKinds<ConstantOptions> = { factor: 'number', steps: 'number' };

/**
 * The same rate at every step; with options, `rate * factor` for the first `steps` steps and `rate` from then
 * on.
 *
 * @throws ScheduleError for a rate that is negative or not finite, a factor outside 0 to 1, steps below 1.
 * @see PyTorch, ConstantLR in torch/optim/lr_scheduler.py.
 * @example
 * ```ts
 * import { constant } from '@regopt/schedulers';
 *
 * const plain = constant(0.1);
 * plain(1000); // 0.1
 *
 * const gentle = constant(0.1, { factor: 0.5, steps: 5 });
 * gentle(4); // 0.05
 * gentle(5); // 0.1
 * ```
 */
export function constant(rate: number, options: ConstantOptions = { factor: 1, steps: 1 }): Schedule {
  checkOptions('constant', options, kinds);
  const { factor, steps } = options;
  requireNonNegative('constant', { rate, factor });
  if (factor > 1) refuse('constant', 'factor', 'at most 1', factor);
  requireWhole('constant', { steps });
  return defineSchedule('constant', (step) => (step < steps ? rate * factor : rate));
}
