import { type KernelCall, noteKernels } from './note-kernels.ts';

const known = new WeakMap<() => void, Map<string, KernelCall[]>>();

/**
 * The calls of a kernel that a case's `run` makes. `run` is called once, even if several kernels share it.
 */
export function callsOfCase(run: () => void, kernel: string): readonly KernelCall[] {
  let calls = known.get(run);
  if (calls === undefined) {
    const own = new Map<string, KernelCall[]>();
    noteKernels(run, (call) => {
      const { name } = call.kernel;
      const same = own.get(name);
      if (same === undefined) own.set(name, [call]);
      else same.push(call);
    });
    known.set(run, own);
    calls = own;
  }
  return calls.get(kernel) ?? [];
}
