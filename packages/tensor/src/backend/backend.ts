import type { Shape } from '../shape/shape.ts';
import type { DType, TypedArray } from '../tensor/dtype.ts';
import type { Kernel } from './kernel.ts';

// Storage and Tensor import Backend, so the contract cannot import these classes without a cycle: it names
// the members that back ends use.

/** The part of {@link Storage} that back ends, programs and scopes use. */
export interface StorageLike {
  readonly handle: number;
  readonly byteLength: number;
  version: number;
  readonly disposed: boolean;
  readonly lent: boolean;
  readonly kept: boolean;
  keep(): void;
  dispose(): void;
  failDisposed(operation: string): never;
}

/** The part of {@link Tensor} that back ends use. */
export interface TensorLike {
  readonly storage: StorageLike;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly dtype: DType;
  readonly size: number;
  data(): TypedArray;
  toArray(): TypedArray;
}

/** Live buffers and bytes of a back end, and the bytes that it has reserved from the system. */
export interface MemoryUse {
  readonly buffers: number;
  readonly bytes: number;
  readonly reservedBytes: number;
}

/** Number of runs of each kernel, by name. */
export interface KernelReport {
  /** In the back end's own implementation. */
  readonly fast: Readonly<Record<string, number>>;
  /** As the reference loop, for want of an implementation. */
  readonly reference: Readonly<Record<string, number>>;
  /** As the loop that is meant to run on the host: kernels defined with `host: true`. */
  readonly host: Readonly<Record<string, number>>;
}

/** A captured step of a back end: see `compile`. */
export interface Program {
  /** Storages that the step's kernels use and that were allocated outside the step. */
  readonly outside: readonly StorageLike[];
  /** True once a storage of `outside` was freed: the program must not be replayed or checked any more. */
  readonly stale: boolean;
  /**
   * Runs the step's host callbacks, all of them first, and then its kernels, on the memory that it was
   * captured with. Updates the `version` of each outside storage that it writes. Throws DisposedError when a
   * callback frees memory that the kernels use.
   */
  replay(): void;
  /**
   * Runs the step itself instead of a replay, and compares its calls with the capture. Returns undefined if
   * they are equal, else the first difference, as a clause that ends a sentence. Throws what the step throws.
   */
  check(step: () => void): string | undefined;
  /** Frees the memory that the program keeps. */
  dispose(): void;
}

/**
 * Owns memory and runs kernels. A buffer is a handle; callers request a new typed array (`view`) for each
 * use, since memory may grow and move.
 */
export interface Backend {
  readonly name: string;
  /** Reserves uninitialised memory. Throws OutOfMemoryError. */
  allocate(byteLength: number): number;
  free(handle: number, byteLength: number): void;
  /** A host view of a buffer from `byteOffset` to its end. Valid until the next allocation. */
  view(handle: number, byteLength: number, dtype: DType, byteOffset: number): TypedArray;
  /** Runs a kernel: outputs first, then inputs. */
  run(kernel: Kernel, tensors: readonly TensorLike[], numbers: readonly number[]): void;
  /**
   * Runs a host callback now. A back end that captures a program runs it again before each replay, so a value
   * that changes from step to step (a learning rate, a random counter) must be written by such a callback.
   *
   * @param onlyReads true for a callback that writes no tensor, such as a check of labels
   * @param target the tensor that the callback reads or writes: must be the same at each call of a captured
   *   step
   * @param fixed state that must be the same at each call: an array of numbers by value, any other object by
   *   identity
   */
  host(callback: () => void, onlyReads?: boolean, target?: TensorLike, fixed?: object): void;
  /** True while a step is being captured. */
  readonly capturing?: boolean | undefined;
  /**
   * Runs the step once and captures its kernels and host callbacks. Returns undefined if the step left memory
   * allocated, as an optimizer's first step does: later steps will not repeat that. Throws RegoptError when
   * the step reads values, or frees memory that it did not allocate. A back end without programs has no
   * `capture`.
   */
  capture?(step: () => void): Program | undefined;
  /** The values, row-major, once the device has computed them. */
  read(tensor: TensorLike): Promise<TypedArray>;
  memory(): MemoryUse;
  report(): KernelReport;
  /**
   * Frees all memory. Afterwards `allocate`, `view` and `run` throw DisposedError, and `free` does nothing.
   */
  dispose(): void;
}
