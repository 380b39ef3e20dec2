import { firstKernel } from './abi.ts';

type WasmExport = (...values: number[]) => number;

/** The exports of the module: kernels by name, and what drives them. */
export interface WasmExports {
  readonly [kernel: string]: WasmExport;
  readonly dispatch: WasmExport;
  readonly execute: WasmExport;
  readonly heapBase: WasmExport;
  readonly init: WasmExport;
}

/**
 * An instance of the kernels over this memory. Its table of functions contains the exports `names` from index
 * `firstKernel` on, so that a program can call a kernel by its index.
 */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  names: readonly string[] = [],
  late: () => number = () => 0,
): WasmExports {
  const table = new WebAssembly.Table({ initial: firstKernel + names.length, element: 'anyfunc' });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, table, late } });
  for (const [i, name] of names.entries()) table.set(firstKernel + i, exports[name]);
  return exports as WasmExports;
}
