import { firstKernel } from '../runtime/abi.ts';

/** Arguments of a worker. */
export interface WorkerTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly names: readonly string[];
  readonly scratch: number;
  readonly partials: number;
  readonly control: number;
  readonly thread: number;
  readonly threads: number;
}

/**
 * The function of a worker, as text, so that bundlers need no second file. It instantiates the module over
 * the shared memory, and stays in WebAssembly until it is told to stop.
 */
export const workerFunction = `({ module, memory, names, scratch, partials, control, thread, threads }) => {
  const table = new WebAssembly.Table({ initial: ${firstKernel} + names.length, element: 'anyfunc' });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, table, late: () => 0 } });
  names.forEach((name, i) => table.set(${firstKernel} + i, exports[name]));
  exports.init(scratch, partials);
  exports.work(control, thread, threads);
}`;
