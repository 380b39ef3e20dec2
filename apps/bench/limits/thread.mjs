// A thread of a limit: it waits for a job, does its share, and reports the end. See
// src/limits/limit-threads.ts.
import { workerData } from 'node:worker_threads';

const { module, memory, control, thread } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
for (let job = 0; ; ) {
  Atomics.wait(control, 0, job);
  job = Atomics.load(control, 0);
  const [name, repeats, ...numbers] = control.subarray(4 + 8 * thread, 12 + 8 * thread);
  const share = [exports.multiplyAdd, exports.triad][name];
  for (let i = 0; i < repeats; i++) share(...numbers);
  Atomics.add(control, 1, 1);
  Atomics.notify(control, 1);
}
