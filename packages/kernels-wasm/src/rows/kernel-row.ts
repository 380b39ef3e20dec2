import type { DType } from '@regopt/tensor';

/** One fast kernel: which built-in kernel it is, for which dtypes of its tensors in order, and the WASM export that computes it. */
export interface KernelRow<Name extends string = string> {
  readonly kernel: Name;
  readonly dtypes: readonly DType[];
  /** Dtypes that may follow `dtypes` any number of times: of a kernel that updates many parameters in one command. */
  readonly repeats?: readonly DType[];
  /**
   * How many numbers the export reads: so many, or `[fixed, each]`, where each axis takes `each` besides and number 0 is the rank;
   * of a row with `repeats`, each repetition. A call with another count is an error, since the export would read and write where it
   * may not; one with other tensors runs as its reference loop.
   */
  readonly numbers: number | readonly [fixed: number, each: number];
  readonly export: string;
  /** The export that one thread runs after all shares are done, where a result has to be put together from partial ones. */
  readonly finish?: string;
  /** One thread does it all: what it does is too little to share, or cannot be. */
  readonly serial?: true;
  /**
   * Number 0 is n; the kernel shares [0, n) out in blocks of 64, and element i of what it writes depends on element i of its
   * tensors, which lie without holes, and on tensors of other sizes only as a whole. So a program may run a chain of such
   * kernels tile by tile, while the tile is in the cache. Where that is so for some arguments only, a function answers n, or 0.
   */
  readonly elementwise?: true | ((numbers: readonly number[], sizes: readonly number[]) => number);
  /** Its last number is the code of an activation that it applies to what it writes: 0 none, 1 relu, 2 tanh, 3 sigmoid. */
  readonly activation?: true;
  /**
   * About how many nanoseconds the command takes on one thread, which decides whether it is shared out; `sizes` are the
   * elements of its tensors. Default: a quarter of a nanosecond for each element of each tensor.
   */
  readonly work?: (sizes: readonly number[], numbers: readonly number[]) => number;
}

/** What a row may say besides. */
export type KernelRowOptions = Partial<Omit<KernelRow, 'kernel'>>;

/** A row whose dtypes are written as `f32 i32`, and whose export, unless `more` has another, is the kernel's name and `_f32`. */
export const kernelRow = <const Name extends string>(
  kernel: Name,
  dtypes: string,
  numbers: KernelRow['numbers'],
  more?: KernelRowOptions,
): KernelRow<Name> => ({
  kernel,
  dtypes: dtypes.split(' ') as DType[],
  numbers,
  export: `${kernel}_f32`,
  ...more,
});
