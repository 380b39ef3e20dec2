import { scope, withBackend } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { rowsWithCases } from '../battery/cases-by-family.ts';
import { exact } from '../battery/kernel-case.ts';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import { fits } from '../runtime/dispatch.ts';
import { callsOfCase } from '../testing/calls-of-case.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { bytesOf, KernelCaller } from '../testing/kernel-caller.ts';
import { callFault, type Distance, distanceFault, largestDistance } from '../testing/kernel-faults.ts';
import { kernelFiles } from '../testing/kernel-files.ts';
import { missingCase } from '../testing/table-gaps.ts';
import { rowName } from './kernel-row.ts';

// A test runs the cases of its own kernel alone: `-t 'computes tanh'` is fast.
describe.each(compiledBuilds)('the $name build', ({ module }) => {
  const caller = new KernelCaller(module);

  it.each(rowsWithCases.map((each) => [rowName(each.row), each] as const))(
    'computes %s as its reference loop does, with the same bits for any number of threads',
    (name, { family, row, kernelCase }) => {
      if (kernelCase === undefined) return expect.fail(missingCase(row.kernel, family));
      const calls = callsOfCase(kernelCase.run, row.kernel);
      expectNone(callFault({ family, row }, calls));
      // `check` refuses a case without a tolerance; vitest does not check types, and says what to write.
      const { tolerance = exact } = kernelCase;
      let worst: Distance | undefined;
      for (const call of calls) {
        if (!fits(row, call.dtypes)) continue;
        const { before, numbers } = call;
        const alone = caller.call(row.export, before, numbers, 1, row);
        const distance = largestDistance(alone, call, tolerance.of);
        if (distance !== undefined && !(distance.ulps <= (worst?.ulps ?? 0))) worst = distance;
        for (const threads of [2, 3]) {
          const shared = caller.call(row.export, before, numbers, threads, row);
          const differs = shared.findIndex((array, t) => !sameBytes(bytesOf(array), bytesOf(alone[t]!)));
          if (differs < 0) continue;
          expect.fail(`${name}: tensor ${differs} has other bits on ${threads} threads, numbers ${numbers}.`);
        }
      }
      expectNone(distanceFault({ family, row }, tolerance, worst));
    },
  );
});

describe('the bench of a kernel', async () => {
  const backend = await createWasmBackend({ threads: 1, relaxed: false });
  const kernels = new Map(rowsWithCases.map((each) => [each.row.kernel, each]));

  it.each([...kernels])('calls it as WASM: %s', (kernel, { family, kernelCase }) => {
    const bench = kernelCase?.bench;
    if (typeof bench !== 'function') return;
    const count = () => backend.report().fast[kernel] ?? 0;
    const before = count();
    withBackend(backend, () => scope(bench));
    if (count() > before) return;
    expect.fail(`${kernel}: its bench in ${kernelFiles.cases(family)} runs no row of it.`);
  });
});

function expectNone(fault: string | undefined): void {
  if (fault !== undefined) expect.fail(fault);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}
