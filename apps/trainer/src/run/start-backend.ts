import { createWasmBackend } from '@regopt/kernels-wasm';
import { setBackend } from '@regopt/tensor';

/** Makes the WASM back end the current one, and says which build of it runs. */
export async function startBackend(portable: boolean): Promise<string> {
  const backend = await createWasmBackend({ relaxed: portable ? false : 'auto' });
  setBackend(backend);
  return `${backend.name} (${backend.capabilities().build})`;
}
