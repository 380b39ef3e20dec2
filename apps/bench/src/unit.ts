import type { Work } from './work.ts';

const scales = { 'ms/step': 1e3, ms: 1e3, 'us/step': 1e6 } as const;

/** What a suite's numbers are in. */
export type Unit = 'GFLOP/s' | keyof typeof scales;

/** The floating-point operations of a product: a multiplication and an addition for each of m k n. */
export function flopsOf(work: Work): number {
  if (work.kind !== 'matmul') throw new Error(`internal: the operations of ${work.kind} are not counted.`);
  return 2 * work.m * work.k * work.n;
}

/** The seconds that the work took once, in the unit. */
export function inUnit(unit: Unit, seconds: number, work: Work): number {
  return unit === 'GFLOP/s' ? flopsOf(work) / seconds / 1e9 : seconds * scales[unit];
}
