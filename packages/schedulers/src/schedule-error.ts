/** Thrown for an option, a step, a metric or a saved state that cannot be meant; the sentence names it and its value. */
export class ScheduleError extends RangeError {
  override readonly name = 'ScheduleError';
}
