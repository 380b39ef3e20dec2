import { beforeAll, describe, expect, it } from 'vitest';
import * as battery from '../battery/all.ts';
import { tolerances } from '../battery/tolerances.ts';
import { fits } from '../runtime/dispatch.ts';
import { captureKernels, type KernelCall } from '../testing/capture-kernels.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { findFault } from '../testing/find-fault.ts';
import { bytesOf, KernelCaller } from '../testing/kernel-caller.ts';
import type { KernelRow } from './kernel-row.ts';
import { kernelTable } from './kernel-table.ts';

const keyOf = ({ kernel, dtypes, repeats }: KernelRow) =>
  `${kernel} [${dtypes.join(', ')}${repeats === undefined ? '' : `, (${repeats.join(', ')})...`}]`;

/** Every kernel call that the battery's ops make, by row of the table. */
const calls = new Map<string, KernelCall[]>();

beforeAll(() => {
  for (const run of Object.values(battery)) {
    captureKernels(run, (call) => {
      const row = kernelTable.find(
        (candidate) => candidate.kernel === call.kernel.name && fits(candidate, call.dtypes),
      );
      if (row === undefined) return;
      const key = keyOf(row);
      const own = calls.get(key);
      if (own === undefined) calls.set(key, [call]);
      else own.push(call);
    });
  }
});

describe.each(compiledBuilds)('the $name build', ({ module }) => {
  const caller = new KernelCaller(module);

  it.each(kernelTable.map((row) => [keyOf(row), row] as const))(
    'computes %s as its reference loop does, with the same bits for any number of threads',
    (key, row) => {
      const own = calls.get(key) ?? [];
      expect(own.length, `no case runs ${key}: add one to battery/`).toBeGreaterThan(0);
      for (const call of own) {
        const { before, numbers } = call;
        const alone = caller.call(row.export, before, numbers, 1, row.finish);
        expect(findFault(alone, call, tolerances[row.kernel])).toBeUndefined();
        for (const threads of [2, 3]) {
          const shared = caller.call(row.export, before, numbers, threads, row.finish);
          const differs = shared.findIndex((array, t) => !sameBytes(bytesOf(array), bytesOf(alone[t]!)));
          expect({ threads, differs, numbers }).toEqual({ threads, differs: -1, numbers });
        }
      }
    },
  );
});

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

describe('the kernel table', () => {
  it('says how many numbers each kernel takes', () => {
    for (const row of kernelTable) {
      for (const { numbers, dtypes } of calls.get(keyOf(row)) ?? []) {
        const [fixed, each] = typeof row.numbers === 'number' ? [row.numbers, 0] : row.numbers;
        const repeated = row.repeats && (dtypes.length - row.dtypes.length) / row.repeats.length;
        expect(numbers.length, keyOf(row)).toBe(fixed + each * (repeated ?? numbers[0])!);
      }
    }
  });

  it('names each kernel and list of dtypes once, and only exports that every build has', () => {
    const keys = kernelTable.map((row) => keyOf(row));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { module } of compiledBuilds) {
      const names = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
      expect(
        kernelTable.filter(
          (row) => !names.has(row.export) || (row.finish !== undefined && !names.has(row.finish)),
        ),
      ).toEqual([]);
    }
  });

  it('calls nothing of the host but the clock of a wait, so no Math either', () => {
    for (const { module } of compiledBuilds) {
      const imports = WebAssembly.Module.imports(module);
      expect(imports.map(({ kind, name }) => [kind, name])).toEqual([
        ['function', 'late'],
        ['memory', 'memory'],
        ['table', 'table'],
      ]);
    }
  });

  it('has a row for every kernel export: nothing is built that nothing calls', () => {
    const called = new Set(kernelTable.flatMap((row) => [row.export, row.finish]));
    const own = ['dispatch', 'execute', 'heapBase', 'init', 'work'];
    const names = WebAssembly.Module.exports(compiledBuilds[0]!.module).map(({ name }) => name);
    expect(names.filter((name) => !called.has(name) && !own.includes(name))).toEqual([]);
  });
});
