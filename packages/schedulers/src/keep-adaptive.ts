import type { AdaptiveSchedule } from './adaptive-schedule.ts';
import { isAdaptive } from './is-adaptive.ts';
import type { Schedule } from './schedule.ts';

/** Gives `outer`, which wraps `inner`, the adaptive half of `inner` where it has one. */
export function keepAdaptive(inner: Schedule, outer: Schedule): Schedule | AdaptiveSchedule {
  if (!isAdaptive(inner)) return outer;
  return Object.assign(outer, {
    observe: (metric: number) => inner.observe(metric),
    state: () => inner.state(),
    load: (state: unknown) => inner.load(state),
  });
}
