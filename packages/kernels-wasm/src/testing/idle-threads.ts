import { add } from '@regopt/autograd';
import { full, scope, setBackend } from '@regopt/tensor';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

/** Works on two threads, and returns how many took part. The workers are not stopped. */
export async function leaveThreadsIdle(): Promise<number> {
  const backend = await createWasmBackend({ threads: 2 });
  setBackend(backend);
  await backend.ready;
  for (let i = 0; i < 20; i++) scope(() => void add(full([200_000], 1), 1));
  return backend.capabilities().threads;
}
