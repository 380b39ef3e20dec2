import type { DispatchEntry } from '../runtime/dispatch.ts';

/** Memory that a recorded step touches. */
export interface RecordedBuffer {
  readonly handle: number;
  readonly byteLength: number;
  /**
   * Whether the step made it and only kernels touch it: then the program may place it where it likes. Memory from before the
   * step, and what a host callback writes to, stays where it is.
   */
  readonly movable: boolean;
  /** Whether the step made it. */
  readonly own: boolean;
}

/** Where an operand of a recorded command begins. */
export interface Place {
  /** Index in the list of buffers. */
  readonly buffer: number;
  readonly byteOffset: number;
}

/** One recorded callback of `Backend.host`. */
export interface HostCallback {
  readonly run: () => void;
  /** How many commands were recorded before it. */
  readonly position: number;
  readonly onlyReads: boolean;
  /** What it reads or writes, where that is known. */
  readonly target: Place | undefined;
  /** What must be the same at each call: numbers by value, other objects by identity. */
  readonly fixed: object | undefined;
}

/** What a step did, in the order of its commands and callbacks. */
export interface RecordedStep {
  readonly commands: readonly Command[];
  readonly callbacks: readonly HostCallback[];
  readonly buffers: readonly RecordedBuffer[];
}

/** One recorded kernel call. */
export interface Command {
  readonly entry: DispatchEntry;
  readonly places: readonly Place[];
  /** Elements of each operand. */
  readonly sizes: readonly number[];
  readonly numbers: readonly number[];
}
