import {
  type DType,
  type Kernel,
  KernelNames,
  type KernelReport,
  RegoptError,
  type TensorLike,
} from '@regopt/tensor';
import { type KernelRow, numbersOf } from '../rows/kernel-row.ts';
import { kernelTable } from '../rows/kernel-table.ts';
import { firstKernel } from './abi.ts';
import type { WasmExports } from './instantiate.ts';

/** A kernel export: computes its share of a command, with the arguments of the block at `args`. */
export type KernelExport = (args: number, thread: number, threads: number) => void;

/** The exports that programs call, in the order of the table of functions. */
export const kernelExports: readonly string[] = [
  ...new Set(
    kernelTable.flatMap((row) => (row.finish === undefined ? [row.export] : [row.export, row.finish])),
  ),
];

/** One kernel for one list of dtypes, and its number of runs. */
export interface DispatchEntry {
  readonly name: string;
  readonly dtypes: readonly DType[];
  /** Its row of the kernel table; undefined if it runs as its reference loop. */
  readonly row: KernelRow | undefined;
  readonly reference: Kernel['reference'];
  /** The part of the report that counts it. */
  readonly counted: keyof KernelReport;
  readonly call: KernelExport | undefined;
  readonly finishCall: KernelExport | undefined;
  /** Indices of the two exports in the table of functions. */
  readonly kernel: number;
  readonly finish: number | undefined;
  /** The export reads `fixedNumbers + numbersPerAxis * rank` numbers, of which the rank is the first. */
  readonly fixedNumbers: number;
  readonly numbersPerAxis: number;
  count: number;
}

/**
 * Finds a built-in kernel's export by name and dtypes. Results are cached by kernel object: most kernels have
 * one list of dtypes.
 */
export class Dispatch {
  readonly #exports: WasmExports;
  readonly #entries = new Map<Kernel, DispatchEntry[]>();
  readonly #names = new KernelNames(kernelTable.map(({ kernel }) => kernel));

  constructor(exports: WasmExports) {
    this.#exports = exports;
  }

  find(kernel: Kernel, tensors: readonly TensorLike[]): DispatchEntry {
    const entries = this.#entries.get(kernel);
    if (entries !== undefined) {
      for (let i = 0; i < entries.length; i++) {
        if (isList(entries[i]!.dtypes, tensors)) return entries[i]!;
      }
    }
    return this.#add(kernel, tensors);
  }

  report(): KernelReport {
    const report: Record<keyof KernelReport, Record<string, number>> = { fast: {}, reference: {}, host: {} };
    for (const { name, counted, count } of [...this.#entries.values()].flat())
      report[counted][name] = (report[counted][name] ?? 0) + count;
    return report;
  }

  #add(kernel: Kernel, tensors: readonly TensorLike[]): DispatchEntry {
    this.#names.add(kernel);
    const dtypes = tensors.map(({ dtype }) => dtype);
    const row =
      kernel.builtIn && !kernel.host
        ? kernelTable.find((candidate) => candidate.kernel === kernel.name && fits(candidate, dtypes))
        : undefined;
    const [fixed, withAxis] = row ? [0, 1].map((rank) => numbersOf(row, dtypes.length, rank)) : [];
    const entry: DispatchEntry = {
      name: kernel.name,
      dtypes,
      row,
      reference: kernel.reference,
      counted: row !== undefined ? 'fast' : kernel.host ? 'host' : 'reference',
      call: row && this.#exports[row.export],
      finishCall: row?.finish === undefined ? undefined : this.#exports[row.finish],
      kernel: row === undefined ? 0 : placeOf(row.export),
      finish: row?.finish === undefined ? undefined : placeOf(row.finish),
      fixedNumbers: fixed ?? 0,
      numbersPerAxis: (withAxis ?? 0) - (fixed ?? 0),
      count: 0,
    };
    this.#entries.set(kernel, [...(this.#entries.get(kernel) ?? []), entry]);
    return entry;
  }
}

/** Refuses a call with another count of numbers than the export reads. Every eager broadcast calls it. */
export function checkCount(entry: DispatchEntry, numbers: readonly number[]): void {
  const { name, fixedNumbers, numbersPerAxis } = entry;
  const wanted = numbersPerAxis === 0 ? fixedNumbers : fixedNumbers + numbersPerAxis * (numbers[0] ?? 0);
  if (numbers.length === wanted) return;
  throw new RegoptError(
    `internal: ${name}: takes ${wanted} numbers for these tensors, got ${numbers.length}.`,
  );
}

const placeOf = (name: string) => firstKernel + kernelExports.indexOf(name);

function isList(dtypes: readonly DType[], tensors: readonly TensorLike[]): boolean {
  if (dtypes.length !== tensors.length) return false;
  for (let i = 0; i < dtypes.length; i++) {
    if (dtypes[i] !== tensors[i]!.dtype) return false;
  }
  return true;
}

/** True if the row accepts these dtypes: its list, then its repeated list any number of times. */
export function fits({ dtypes, repeats = [] }: KernelRow, given: readonly DType[]): boolean {
  const more = given.length - dtypes.length;
  if (more !== 0 && (more < 0 || repeats.length === 0 || more % repeats.length !== 0)) return false;
  return given.every((dtype, i) =>
    i < dtypes.length ? dtype === dtypes[i] : dtype === repeats[(i - dtypes.length) % repeats.length],
  );
}
