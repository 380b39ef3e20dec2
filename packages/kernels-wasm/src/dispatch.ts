import type { DType, Kernel, Tensor } from '@regopt/tensor';
import { kernelTable } from './kernel-table.ts';

/** What every export of the module is: its own share of a command, read from the block at `args`. */
export type KernelExport = (args: number, thread: number, threads: number) => void;

/** One kernel for one list of dtypes, and how often it ran. */
export interface DispatchEntry {
  readonly name: string;
  readonly dtypes: readonly DType[];
  /** undefined: there is no row, the reference loop runs. */
  readonly call: KernelExport | undefined;
  count: number;
}

/** Finds a kernel's export by name and dtypes. What was found is kept by kernel object: most have one list of dtypes. */
export class Dispatch {
  readonly #exports: WebAssembly.Exports;
  readonly #entries = new Map<Kernel, DispatchEntry[]>();

  constructor(exports: WebAssembly.Exports) {
    this.#exports = exports;
  }

  find(kernel: Kernel, tensors: readonly Tensor[]): DispatchEntry {
    const entries = this.#entries.get(kernel);
    if (entries !== undefined) {
      for (let i = 0; i < entries.length; i++) {
        if (fits(entries[i].dtypes, tensors)) return entries[i];
      }
    }
    return this.#add(kernel, tensors);
  }

  /** How often each kernel ran, by name: as an export, or as its reference loop. */
  counts(fast: boolean): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { name, call, count } of [...this.#entries.values()].flat()) {
      if ((call !== undefined) === fast) counts[name] = (counts[name] ?? 0) + count;
    }
    return counts;
  }

  #add(kernel: Kernel, tensors: readonly Tensor[]): DispatchEntry {
    const row = kernelTable.find(({ kernel: name, dtypes }) => name === kernel.name && fits(dtypes, tensors));
    const entry: DispatchEntry = {
      name: kernel.name,
      dtypes: tensors.map(({ dtype }) => dtype),
      call: row && (this.#exports[row.export] as KernelExport),
      count: 0,
    };
    this.#entries.set(kernel, [...(this.#entries.get(kernel) ?? []), entry]);
    return entry;
  }
}

function fits(dtypes: readonly DType[], tensors: readonly Tensor[]): boolean {
  if (dtypes.length !== tensors.length) return false;
  for (let i = 0; i < dtypes.length; i++) {
    if (dtypes[i] !== tensors[i].dtype) return false;
  }
  return true;
}
