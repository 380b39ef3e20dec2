import { createWasmBackend } from '@regopt/kernels-wasm';
import { setBackend } from '@regopt/tensor';
import type { Config } from '../config/config.ts';

/** Makes the WASM back end the current one, and returns a description of its build and thread count. */
export async function startBackend({
  portable,
  threads,
}: Pick<Config, 'portable' | 'threads'>): Promise<string> {
  const backend = await createWasmBackend({ relaxed: portable ? false : 'auto', threads: threads ?? 'auto' });
  setBackend(backend);
  await backend.ready;
  const { build, threads: count } = backend.capabilities();
  return `${backend.name} (${build}, ${count === 1 ? 'one thread' : `${count} threads`})`;
}
