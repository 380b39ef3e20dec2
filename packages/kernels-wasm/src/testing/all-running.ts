import type { WasmBackend } from '../wasm-backend.ts';

/** Waits, for ten seconds at most, until the worker threads have begun. */
export async function allRunning(backend: WasmBackend): Promise<void> {
  const { threads } = backend.capabilities();
  for (let i = 0; i < 1000 && backend.runningThreads < threads; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (backend.runningThreads < threads) throw new Error('The worker threads have not begun.');
}
