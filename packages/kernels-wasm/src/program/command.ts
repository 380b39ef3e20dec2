import type { DispatchEntry } from '../dispatch.ts';

/** Memory that a recorded step touches. */
export interface RecordedBuffer {
  readonly handle: number;
  readonly byteLength: number;
  /**
   * Whether the step made it and only kernels touch it: then the program may place it where it likes. Memory from before the
   * step, and what a host callback writes to, stays where it is.
   */
  readonly movable: boolean;
}

/** Where an operand of a recorded command begins. */
export interface Place {
  /** Index in the list of buffers. */
  readonly buffer: number;
  readonly byteOffset: number;
}

/** One recorded kernel call. */
export interface Command {
  readonly entry: DispatchEntry;
  readonly places: readonly Place[];
  /** Elements of each operand. */
  readonly sizes: readonly number[];
  readonly numbers: readonly number[];
}
