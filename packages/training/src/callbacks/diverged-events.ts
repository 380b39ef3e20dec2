import type { TrainingEvent } from '../contract/training-event.ts';

/** The events at which a guard has found a session diverged, whatever reason it ended for. */
const diverged = new WeakSet<TrainingEvent>();

/** Marks the session as diverged at this event, so that checkpoints do not save it. */
export function markDiverged(event: TrainingEvent): void {
  diverged.add(event);
}

export function isMarkedDiverged(event: TrainingEvent): boolean {
  return diverged.has(event);
}
