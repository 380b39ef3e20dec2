import { flopsOf } from './flops-of.ts';
import type { Work } from './work.ts';

/** How many of it a second, or a byte, are. */
const scales = {
  ms: 1e3,
  'ms/step': 1e3,
  us: 1e6,
  'us/step': 1e6,
  'us/op': 1e6,
  KB: 1 / 1024,
} as const;

/** What a suite's numbers are in. */
export type Unit = 'GFLOP/s' | keyof typeof scales;

/** What the work cost once, seconds or bytes, in the unit. */
export function inUnit(unit: Unit, cost: number, work: Work): number {
  if (unit === 'GFLOP/s') return flopsOf(work) / cost / 1e9;
  return (cost * scales[unit]) / (work.kind === 'manyOps' ? work.count : 1);
}
