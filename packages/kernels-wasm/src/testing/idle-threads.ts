import { add } from '@regopt/autograd';
import { full, scope, setBackend } from '@regopt/tensor';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Works on two threads, idles for a second, and answers which share of a core that took this process. Nobody tells the threads to end. */
export async function idleShare(): Promise<number> {
  const backend = await createWasmBackend({ threads: 2 });
  setBackend(backend);
  await backend.ready;
  for (let i = 0; i < 20; i++) scope(() => void add(full([200_000], 1), 1));
  await pause(200);
  const before = process.cpuUsage();
  await pause(1000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
