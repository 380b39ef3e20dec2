import { refuse } from './refuse.ts';
import { requireNonNegative } from './require-non-negative.ts';
import { requireWhole } from './require-whole.ts';

/** All that a plateau remembers; survives JSON. */
export interface PlateauState {
  readonly rate: number;
  /** The best metric so far; null before the first that counts. */
  readonly best: number | null;
  /** Bad observations in a row. */
  readonly badObservations: number;
  /** Observations still to come that are never bad. */
  readonly cooldownLeft: number;
}

/** A saved state comes from a file as often as from `state()`, so it is checked like any other input. */
export function requirePlateauState(op: string, state: PlateauState): PlateauState {
  if (typeof state !== 'object' || state === null) refuse(op, 'state', 'what state() gave', state);
  const { rate, best, badObservations, cooldownLeft } = state;
  requireNonNegative(op, { 'state.rate': rate });
  if (best !== null && !Number.isFinite(best)) refuse(op, 'state.best', 'a finite number or null', best);
  requireWhole(op, { 'state.badObservations': badObservations, 'state.cooldownLeft': cooldownLeft }, 0);
  return { rate, best, badObservations, cooldownLeft };
}
