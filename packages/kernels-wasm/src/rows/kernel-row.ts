import type { DType } from '@regopt/tensor';

/**
 * A fast kernel: the name of the built-in kernel, the dtypes of its tensors in order, and the WASM export
 * that computes it.
 */
export interface KernelRow<Name extends string = string> {
  readonly kernel: Name;
  readonly dtypes: readonly DType[];
  /**
   * Dtypes that may follow `dtypes` any number of times: for a kernel that updates many parameters in one
   * command.
   */
  readonly repeats?: readonly DType[];
  /**
   * Number of numbers that the export reads: fixed, or `[fixed, each]` with `each` more per axis, where
   * number 0 is the rank; for a row with `repeats`, `each` more per repetition. A call with another count is
   * an error, since the export would access wrong memory. A call with other tensors runs as its reference
   * loop.
   */
  readonly numbers: number | readonly [fixed: number, each: number];
  readonly export: string;
  /** The export that one thread runs after all shares are done, to combine partial results. */
  readonly finish?: string;
  /** Runs on one thread only: the work is too small or cannot be divided. */
  readonly serial?: true;
  /**
   * True for an elementwise kernel. Number 0 is n; the kernel divides [0, n) into blocks of ELEMENT_BLOCK
   * (assembly/args.ts). Element i of its outputs depends on element i of its tensors, which are contiguous,
   * and on tensors of other sizes as a whole. So a program may run a chain of such kernels tile by tile,
   * while the tile is in the cache. If this holds only for some arguments, a function returns n, or 0 if it
   * does not hold.
   */
  readonly elementwise?: true | ((numbers: readonly number[], sizes: readonly number[]) => number);
  /**
   * True if its last number is the activation that it applies to its result: see `activationNone` in abi.ts.
   */
  readonly activation?: true;
  /**
   * Estimated nanoseconds of the command on one thread, which decide whether it runs on all; `sizes` are the
   * elements of its tensors. Default: a quarter of a nanosecond per element of each tensor.
   */
  readonly work?: (sizes: readonly number[], numbers: readonly number[]) => number;
}

/** Optional fields of a row. */
export type KernelRowOptions = Partial<Omit<KernelRow, 'kernel'>>;

/**
 * A row whose dtypes are written as `f32 i32`, and whose export is by default the kernel's name and `_f32`.
 */
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

/** `adam [(f32, f32, f32, f32, f64)...]`: a row as tests and benches name it. */
export function rowName({ kernel, dtypes, repeats }: KernelRow): string {
  const list = [...dtypes, ...(repeats === undefined ? [] : [`(${repeats.join(', ')})...`])];
  return `${kernel} [${list.join(', ')}]`;
}

/**
 * The count of numbers that a row's export reads in a call with so many tensors, whose number 0 is `rank` if
 * the count depends on it.
 */
export function numbersOf({ numbers, dtypes, repeats }: KernelRow, tensors: number, rank = 0): number {
  if (typeof numbers === 'number') return numbers;
  const [fixed, each] = numbers;
  return fixed + each * (repeats === undefined ? rank : (tensors - dtypes.length) / repeats.length);
}
