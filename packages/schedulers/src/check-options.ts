import { type OptionKinds, optionFault } from './option-fault.ts';
import { ScheduleError } from './schedule-error.ts';

/** Refuses what is no object of options, a misspelt option, and a value of the wrong type or a promise of it. */
export function checkOptions<Options>(op: string, options: Options, kinds: OptionKinds<Options>): void {
  const fault = optionFault(options, kinds);
  if (fault !== undefined) throw new ScheduleError(`${op}: ${fault}.`);
}
