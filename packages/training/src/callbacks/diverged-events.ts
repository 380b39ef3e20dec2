import type { TrainingEvent } from '../contract/training-event.ts';

/** The events at which a guard has found a session diverged, whatever reason it ended for. */
const diverged = new WeakSet<TrainingEvent>();

/** Keeps checkpoints from saving what the session has become. */
export function markDiverged(event: TrainingEvent): void {
  diverged.add(event);
}

export function isMarkedDiverged(event: TrainingEvent): boolean {
  return diverged.has(event);
}
