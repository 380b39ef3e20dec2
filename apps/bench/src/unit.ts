import { flopsOf } from './flops-of.ts';
import type { Work } from './work.ts';

/** Units per second, or per byte. */
const scales = {
  ms: 1e3,
  'ms/step': 1e3,
  us: 1e6,
  'us/step': 1e6,
  'us/op': 1e6,
  KB: 1 / 1024,
} as const;

/** The unit of a suite's numbers. */
export type Unit = 'GFLOP/s' | keyof typeof scales;

/** Converts the cost of one execution, in seconds or bytes, to the unit. */
export function inUnit(unit: Unit, cost: number, work: Work): number {
  if (unit === 'GFLOP/s') return flopsOf(work) / cost / 1e9;
  return (cost * scales[unit]) / (work.kind === 'manyOps' ? work.count : 1);
}
