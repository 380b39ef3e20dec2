import type { KernelRow } from '../rows/kernel-row.ts';

/**
 * Max distance of a kernel's results from its reference loop's, which computes in f64 and rounds once: this
 * many times 2^-23 of the largest finite number in the result and the inputs, at the same index (`element`)
 * or at any (`all`: sums).
 */
export interface Tolerance {
  readonly of: 'element' | 'all';
  readonly ulps: number;
}

/** The same bits. */
export const exact: Tolerance = { of: 'element', ulps: 0 };
export const element = (ulps: number): Tolerance => ({ of: 'element', ulps });
export const all = (ulps: number): Tolerance => ({ of: 'all', ulps });

/** The test and bench of one kernel. */
export interface KernelCase {
  /**
   * Runs the ops that call the kernel. A function shared by several kernels, such as an op's and its
   * gradient's, runs once.
   */
  readonly run: () => void;
  /** Measured on the calls that `run` makes, and rounded up. */
  readonly tolerance: Tolerance;
  /** Calls the kernel on the sizes to time; or the reason why its speed is meaningless. */
  readonly bench: (() => void) | string;
}

/** A case for each kernel of these rows, and no other. */
export type CasesOf<Rows extends readonly KernelRow[]> = Readonly<Record<Rows[number]['kernel'], KernelCase>>;

/**
 * Elements of a tensor in the bench of a kernel with one pass over it; `work` estimates were measured with
 * this size.
 */
export const benchSize = 2 ** 16;
