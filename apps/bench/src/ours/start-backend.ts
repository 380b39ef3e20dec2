import { createWasmBackend, type WasmBackendOptions } from '@regopt/kernels-wasm';
import { ValueError } from '@regopt/tensor';
import type { OursSettings } from './ours-settings.ts';

export type OursBackend = Awaited<ReturnType<typeof createWasmBackend>>;

/** Starts the back end of the settings. A revision without threads runs on one; its facts then say so. */
export async function startBackend({ threads, portable }: OursSettings): Promise<OursBackend> {
  const options = { relaxed: portable ? false : 'auto' } as const;
  try {
    return await createWasmBackend({ ...options, threads } as WasmBackendOptions);
  } catch (error) {
    if (!(error instanceof ValueError) || !error.message.includes('threads is 1')) throw error;
    return createWasmBackend(options);
  }
}
