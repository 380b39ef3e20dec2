import { createWasmBackend } from '@regopt/kernels-wasm';
import { type KernelReport, setBackend } from '@regopt/tensor';
import type { Contestant } from '../contestant.ts';
import type { Work } from '../work.ts';
import { prepareWork } from './prepare-work.ts';
import { referenceKernels } from './reference-kernels.ts';

/** Ours at work on a case, on a back end of its own. */
export interface Ours {
  readonly contestant: Contestant;
  readonly threads: number;
  /** The kernels that ran on the reference loop since the work was ready. */
  referenceKernels(): string[];
  dispose(): void;
}

/** Makes a case's work ready on a fresh WASM back end, which becomes the current one. */
export async function startOurs(work: Work): Promise<Ours> {
  const backend = await createWasmBackend();
  setBackend(backend);
  const doWork = prepareWork(work);
  const before: KernelReport = backend.report();
  return {
    contestant: {
      name: 'ours',
      async run(times) {
        const started = performance.now();
        const value = doWork(times);
        const seconds = (performance.now() - started) / 1000;
        if (!Number.isFinite(value)) throw new Error(`ours: the result of ${work.kind} is ${value}.`);
        return seconds;
      },
    },
    threads: backend.capabilities().threads,
    referenceKernels: () => referenceKernels(before, backend.report()),
    dispose: () => backend.dispose(),
  };
}
