import type { Storage } from '../memory/storage.ts';
import type { DType, TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Kernel } from './kernel.ts';

/** Live buffers and bytes of a back end, and what it has reserved from the system. */
export interface MemoryUse {
  readonly buffers: number;
  readonly bytes: number;
  readonly reservedBytes: number;
}

/** How often each kernel ran, by name: as the back end's own, or as the reference loop. */
export interface KernelReport {
  readonly fast: Readonly<Record<string, number>>;
  readonly reference: Readonly<Record<string, number>>;
}

/** A recorded step of a back end: see `compile`. */
export interface Program {
  /** Memory from outside of the step that its kernels use. */
  readonly outside: readonly Storage[];
  /** Whether memory from outside of the step that it uses was freed since: then it must not be replayed or checked again. */
  readonly stale: boolean;
  /**
   * Runs the step's host callbacks, all of them first, and then its kernels, on the memory that it was recorded with.
   * Sets the `version` of what it writes outside of the step. Throws DisposedError when a callback frees memory that its
   * kernels use.
   */
  replay(): void;
  /**
   * Runs the step itself instead of a replay, and compares what it runs with what was recorded. undefined: no difference;
   * else the first difference, as a clause that ends a sentence. Throws what the step throws.
   */
  check(step: () => void): string | undefined;
  /** Frees what the program holds. */
  dispose(): void;
}

/**
 * What holds the memory and runs the kernels. Memory is a handle: a typed array is asked for anew each time, since a
 * back end's memory may grow and move.
 */
export interface Backend {
  readonly name: string;
  /** Reserves uninitialised memory. Throws OutOfMemoryError. */
  allocate(byteLength: number): number;
  free(handle: number, byteLength: number): void;
  /** A host view of a buffer from `byteOffset` to its end. Valid until the next allocation. */
  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray;
  /** Runs a kernel: outputs first, then inputs. */
  run(kernel: Kernel, tensors: readonly Tensor[], numbers: readonly number[]): void;
  /**
   * Runs a host callback now. A back end that records a program runs it again before each replay: whatever changes
   * from step to step (a learning rate, a random counter) is written to memory by such a callback.
   *
   * @param onlyReads it reads values and writes none, as a check of labels does
   * @param target the tensor that it reads or writes: must be the same at each call of a recorded step
   * @param fixed what else must be the same at each call: numbers by value, any other object by identity
   */
  host(callback: () => void, onlyReads?: boolean, target?: Tensor, fixed?: object): void;
  /** Whether a step is being recorded right now. */
  readonly recording?: boolean;
  /**
   * Takes the step once and writes down its kernels and host callbacks, so that a program can take it again. undefined when
   * the step left memory behind, as an optimizer's first step does: then it is no step like those to come. Throws RegoptError
   * when the step reads values, or frees what it did not make. A back end without programs has no `record`.
   */
  record?(step: () => void): Program | undefined;
  /** The values, row-major, when the device has computed them. */
  read(tensor: Tensor): Promise<TypedArray>;
  memory(): MemoryUse;
  report(): KernelReport;
  /**
   * Frees all memory. To allocate, view or run after it throws DisposedError; to free what was still alive does
   * nothing.
   */
  dispose(): void;
}
