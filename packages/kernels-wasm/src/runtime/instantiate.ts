/** Where the kernels begin in an instance's table of functions; what the compiler puts there itself comes before. */
export const firstKernel = 64;

export type WasmExports = Record<string, (...values: number[]) => number>;

/**
 * An instance of the kernels over this memory, whose table of functions holds the exports `names` from `firstKernel` on: so a
 * program calls a kernel by its place in that list.
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
