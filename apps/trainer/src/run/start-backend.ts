import { createWasmBackend } from '@regopt/kernels-wasm';
import { type Backend, setBackend } from '@regopt/tensor';

/** Makes the WASM back end the current one. */
export async function startBackend(): Promise<Backend> {
  const backend = await createWasmBackend();
  setBackend(backend);
  return backend;
}
