import type { KernelCaller } from './kernel-caller.ts';

/** The max error of a kernel, in units in the last place of the true value, and its position. */
export interface WorstError {
  readonly ulps: number;
  readonly x: number;
  readonly y: number;
  readonly wanted: number;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** The distance between adjacent f32 numbers at x; beyond the max, that between the last two. */
export function unitAt(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -126) return 2 ** -149;
  if (size >= 2 ** 128) return 2 ** 104;
  float[0] = size;
  words[0] = 0;
  words[1]! &= 0x7ff00000;
  return float[0] * 2 ** -23;
}

/** 0 if y is the true value rounded, infinity if only one is NaN, infinite or a zero of its sign. */
export function errorInUlps(y: number, wanted: number): number {
  const rounded = Math.fround(wanted);
  if (Object.is(rounded, y)) return 0;
  if (!Number.isFinite(y) || Number.isNaN(wanted) || (wanted === 0 && y === 0))
    return Number.POSITIVE_INFINITY;
  return Math.abs(y - wanted) / unitAt(wanted);
}

/**
 * Runs `${name}_f32` on the f32 numbers with these bit patterns, a gradient kernel with dy = 1, and compares
 * each result. A constant of the formula, such as elu's alpha, is 1.
 *
 * @param error of a result; default: `errorInUlps`
 */
export function worstError(
  caller: KernelCaller,
  name: string,
  exact: (x: number) => number,
  patterns: Uint32Array,
  error: (y: number, wanted: number, x: number) => number = errorInUlps,
): WorstError {
  let worst: WorstError = { ulps: 0, x: 0, y: 0, wanted: 0 };
  const length = 1 << 18;
  for (let start = 0; start < patterns.length; start += length) {
    const x = new Float32Array(patterns.slice(start, start + length).buffer);
    const inputs = name.endsWith('Grad') ? [x, new Float32Array(x.length).fill(1)] : [x];
    const [y] = caller.call(`${name}_f32`, [new Float32Array(x.length), ...inputs], [x.length, 1], 1);
    for (let i = 0; i < x.length; i++) {
      const wanted = exact(x[i]!);
      const ulps = error(y![i]!, wanted, x[i]!);
      if (ulps > worst.ulps) worst = { ulps, x: x[i]!, y: y![i]!, wanted };
    }
  }
  return worst;
}
