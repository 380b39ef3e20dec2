import type { DispatchEntry } from '../runtime/dispatch.ts';

/** Memory that a captured step uses. */
export interface CapturedBuffer {
  readonly handle: number;
  readonly byteLength: number;
  /**
   * True if the step allocated it and only kernels access it: the program may then place it elsewhere. Memory
   * made before the step, and memory that host callbacks access, keeps its address.
   */
  readonly movable: boolean;
  /** True if the step allocated it. */
  readonly own: boolean;
}

/** The start of a captured command's operand. */
export interface Place {
  /** Index in the list of buffers. */
  readonly buffer: number;
  readonly byteOffset: number;
}

/** One captured callback of `Backend.host`. */
export interface HostCallback {
  readonly run: () => void;
  /** Number of commands captured before it. */
  readonly position: number;
  readonly onlyReads: boolean;
  /** The tensor that it reads or writes, if known. */
  readonly target: Place | undefined;
  /** State that must be the same at each call: an array of numbers by value, other objects by identity. */
  readonly fixed: object | undefined;
}

/** The commands, callbacks and buffers of a step, in order. */
export interface CapturedStep {
  readonly commands: readonly Command[];
  readonly callbacks: readonly HostCallback[];
  readonly buffers: readonly CapturedBuffer[];
}

/** One captured kernel call. */
export interface Command {
  readonly entry: DispatchEntry;
  readonly places: readonly Place[];
  /** Number of elements of each operand. */
  readonly sizes: readonly number[];
  readonly numbers: readonly number[];
}
