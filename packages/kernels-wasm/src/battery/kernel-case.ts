import type { KernelRow } from '../rows/kernel-row.ts';

/**
 * How far a kernel's results may lie from its reference loop's, which computes in f64 and rounds once: this many times
 * 2^-23 of the largest finite number that the result and the inputs hold, at the same index (`element`) or anywhere
 * (`all`: sums).
 */
export interface Tolerance {
  readonly of: 'element' | 'all';
  readonly ulps: number;
}

/** The same bits. */
export const exact: Tolerance = { of: 'element', ulps: 0 };
export const element = (ulps: number): Tolerance => ({ of: 'element', ulps });
export const all = (ulps: number): Tolerance => ({ of: 'all', ulps });

/** What is tested and timed of one kernel. */
export interface KernelCase {
  /** Runs the ops that call the kernel; the same function for several kernels, such as an op's and its gradient's, runs once. */
  readonly run: () => void;
  /** Measured on the calls that `run` makes, and rounded up. */
  readonly tolerance: Tolerance;
  /** Calls the kernel on the sizes that it is timed on; or the reason why its speed says nothing. */
  readonly bench: (() => void) | string;
}

/** A case for each kernel of these rows, and no other. */
export type CasesOf<Rows extends readonly KernelRow[]> = Readonly<Record<Rows[number]['kernel'], KernelCase>>;

/** Elements of a tensor in a bench of a kernel that works through it once: `work` estimates were measured on so many. */
export const benchSize = 2 ** 16;
