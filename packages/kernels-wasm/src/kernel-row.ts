import type { DType } from '@regopt/tensor';

/** One fast kernel: which kernel it is, for which dtypes of its tensors in order, and the WASM export that computes it. */
export interface KernelRow {
  readonly kernel: string;
  readonly dtypes: readonly DType[];
  readonly export: string;
}
