import type { TypedArray } from '@regopt/tensor';
import { scratchBytes } from '../runtime/abi.ts';
import { KernelCaller } from './kernel-caller.ts';

/** A call of one WASM export on arrays, thread after thread, with scratch memory full of NaN. */
export interface ExportCall {
  /** Copied into memory in order; outputs come first, as in every kernel. */
  readonly tensors: readonly TypedArray[];
  /** Offset of each tensor's pointer, in elements; default 0. */
  readonly offsets?: readonly number[];
  readonly numbers: readonly number[];
  /** Number of threads; default 1. */
  readonly threads?: number;
  /** The export that is called once after all of them. */
  readonly finish?: string;
}

const callers = new WeakMap<WebAssembly.Module, KernelCaller>();

/**
 * Calls the export `name` of a compiled module and returns the memory of each tensor afterwards, so that a
 * test sees a kernel's bits without a back end, and that nothing outside its output changed:
 * `callExport(module, 'neg_f32', { tensors: [new Float32Array(2), x], numbers: [2] })[0]`.
 */
export function callExport<T extends TypedArray>(
  module: WebAssembly.Module,
  name: string,
  { tensors, offsets, numbers, threads = 1, finish }: ExportCall,
): T[] {
  const caller = callers.get(module) ?? new KernelCaller(module);
  callers.set(module, caller);
  return caller.call(name, tensors, numbers, threads, { offsets, finish, poisoned: scratchBytes }) as T[];
}
