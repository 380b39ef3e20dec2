import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { casesByFamily } from '../battery/cases-by-family.ts';
import { type CasesOf, exact, type KernelCase } from '../battery/kernel-case.ts';
import { referenceOnly } from '../battery/reference-only.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { type KernelTables, tableGaps } from '../testing/table-gaps.ts';
import { kernelRow } from './kernel-row.ts';
import { rowsByFamily } from './kernel-table.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Exports of the module that are not kernels. */
const ofPrograms = ['dispatch', 'execute', 'heapBase', 'init', 'work'];

/** Every `{ builtIn: '<name>' }` in the packages' sources, with its file. */
function definedKernels(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync('packages/*/src/**/*.ts', { cwd: root })) {
    if (file.startsWith('packages/kernels-wasm/') || /\.test\.ts$|\/testing\//.test(file)) continue;
    for (const [, name] of readFileSync(`${root}${file}`, 'utf8').matchAll(/\(\s*\{ builtIn\b(.*?) \}/g)) {
      const literal = /^: '(\w+)'$/.exec(name!)?.[1];
      if (literal === undefined)
        throw new Error(`${file}: write the name of a built-in kernel as a literal.`);
      found.set(literal, file);
    }
  }
  return found;
}

describe('every kernel', () => {
  it('has a row, an export, a case, a tolerance and a bench of the same name', () => {
    for (const { module } of compiledBuilds) {
      const names = WebAssembly.Module.exports(module).map(({ name }) => name);
      const gaps = tableGaps({
        defined: definedKernels(),
        rows: rowsByFamily,
        cases: casesByFamily,
        exports: names.filter((name) => !ofPrograms.includes(name)),
        referenceOnly,
      });
      if (gaps.length > 0) expect.fail(gaps.join('\n'));
    }
  });

  it('imports only the clock of a wait from the host, so no Math either', () => {
    for (const { module } of compiledBuilds) {
      const imports = WebAssembly.Module.imports(module);
      expect(imports.map(({ kind, name }) => [kind, name])).toEqual([
        ['function', 'late'],
        ['memory', 'memory'],
        ['table', 'table'],
      ]);
    }
  });
});

describe('what is missing or misspelt', () => {
  const given: KernelCase = { run: () => {}, tolerance: exact, bench: () => {} };
  const tanh = kernelRow('tanh', 'f32 f32', 1);
  const tables: KernelTables = {
    defined: new Map([['tanh', 'packages/autograd/src/ops/elementwise/tanh.ts']]),
    rows: { elementwise: [tanh] },
    cases: { elementwise: { tanh: given } },
    exports: ['tanh_f32'],
    referenceOnly: {},
  };
  const withCase = (change: object): Partial<KernelTables> => ({
    cases: { elementwise: { tanh: { ...given, ...change } } },
  });
  const elu = new Map([...tables.defined, ['elu', 'packages/autograd/src/ops/elementwise/elu.ts']]);

  it('is empty if all agree', () => {
    expect(tableGaps(tables)).toEqual([]);
    expect(tableGaps({ ...tables, defined: elu, referenceOnly: { elu: 'No network uses it.' } })).toEqual([]);
    expect(tableGaps({ ...tables, ...withCase({ bench: 'It does next to nothing.' }) })).toEqual([]);
  });

  it.each<[what: string, change: Partial<KernelTables>, gaps: string[]]>([
    [
      'a kernel without a row',
      { defined: elu },
      [
        'elu: it is defined in packages/autograd/src/ops/elementwise/elu.ts and has no WASM row. Add ' +
          'one to packages/kernels-wasm/src/rows/elementwise-rows.ts, or the kernel and the reason ' +
          'to packages/kernels-wasm/src/battery/reference-only.ts.',
      ],
    ],
    [
      "an optimizer's kernel without a row",
      { defined: new Map([...tables.defined, ['lion', 'packages/optim/src/rules/lion.ts']]) },
      [
        'lion: it is defined in packages/optim/src/rules/lion.ts and has no WASM row. Add one to ' +
          'packages/kernels-wasm/src/rows/optimize-rows.ts, or the kernel and the reason to ' +
          'packages/kernels-wasm/src/battery/reference-only.ts.',
      ],
    ],
    [
      'a reference loop that does not exist',
      { referenceOnly: { elu: 'No network uses it.' } },
      [
        'elu: no package defines it. Correct its line in ' +
          'packages/kernels-wasm/src/battery/reference-only.ts.',
      ],
    ],
    [
      'a reference loop without a reason',
      { defined: elu, referenceOnly: { elu: '' } },
      ['elu: no reason is given. Correct its line in packages/kernels-wasm/src/battery/reference-only.ts.'],
    ],
    [
      'a reference loop that is a kernel by now',
      { referenceOnly: { tanh: 'It is rare.' } },
      ['tanh: it has a WASM row. Correct its line in packages/kernels-wasm/src/battery/reference-only.ts.'],
    ],
    [
      'an export without a row',
      { exports: ['tanh_f32', 'elu_f32'] },
      [
        'elu_f32: packages/kernels-wasm/assembly/index.ts exports it and no row names it. Add a row ' +
          'to packages/kernels-wasm/src/rows/<family>-rows.ts, or remove the export.',
      ],
    ],
    [
      'a row without an export',
      { exports: [] },
      [
        'tanh [f32, f32]: packages/kernels-wasm/assembly/index.ts does not export tanh_f32. Add it ' +
          'there, or correct the row in packages/kernels-wasm/src/rows/elementwise-rows.ts.',
      ],
    ],
    [
      'a row whose finish is not exported',
      { rows: { elementwise: [{ ...tanh, finish: 'tanhFinish_f32' }] } },
      [
        'tanh [f32, f32]: packages/kernels-wasm/assembly/index.ts does not export tanhFinish_f32. ' +
          'Add it there, or correct the row in packages/kernels-wasm/src/rows/elementwise-rows.ts.',
      ],
    ],
    [
      'two rows for the same dtypes',
      { rows: { elementwise: [tanh, tanh] } },
      [
        'tanh [f32, f32]: it has two rows. Remove one from ' +
          'packages/kernels-wasm/src/rows/elementwise-rows.ts.',
      ],
    ],
    [
      'a misspelt row',
      { rows: { elementwise: [tanh, { ...tanh, kernel: 'tahn' }] } },
      [
        'tahn: no package defines a built-in kernel of this name. Correct the name in ' +
          'packages/kernels-wasm/src/rows/elementwise-rows.ts, or define it by defineKernel({ ' +
          "builtIn: 'tahn' }, ...).",
        'tahn: it has no case. Add `tahn: { run, tolerance, bench }` to ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts.',
      ],
    ],
    [
      'a row without a case',
      { cases: {} },
      [
        'tanh: it has no case. Add `tanh: { run, tolerance, bench }` to ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts.',
      ],
    ],
    [
      'a misspelt case',
      { cases: { elementwise: { tanh: given, tahn: given } } },
      [
        'tahn: packages/kernels-wasm/src/battery/elementwise-cases.ts ' +
          'has a case of it and packages/kernels-wasm/src/rows/elementwise-rows.ts no row. ' +
          'Correct the name, or remove the case.',
      ],
    ],
    [
      'a case in another family than its row',
      { cases: { elementwise: { tanh: given }, reduce: { tanh: given } } },
      [
        'tanh: packages/kernels-wasm/src/battery/reduce-cases.ts has a case of it ' +
          'and packages/kernels-wasm/src/rows/reduce-rows.ts no row. Correct the name, or remove the case.',
      ],
    ],
    [
      'a case that runs nothing',
      withCase({ run: undefined }),
      [
        'tanh: its case has no run. Add `run`, which calls the ops that run it, to it in ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts.',
      ],
    ],
    [
      'a case without a tolerance',
      withCase({ tolerance: undefined }),
      [
        'tanh: its case has no tolerance. Add `tolerance: exact`, or the distance that you measured, ' +
          'such as `tolerance: element(2)`, to it in ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts.',
      ],
    ],
    [
      'a case without a bench',
      withCase({ bench: '' }),
      [
        'tanh: its case has no bench. Add `bench`, which calls it on the sizes to time, or the ' +
          'reason why its speed says nothing, to it in ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts.',
      ],
    ],
  ])('is named with the file to edit: %s', (_, change, gaps) => {
    expect(tableGaps({ ...tables, ...change })).toEqual(gaps);
  });

  it('does not compile', () => {
    const rows = [kernelRow('tanh', 'f32 f32', 1)];
    // @ts-expect-error
    const missing: CasesOf<typeof rows> = {};
    // @ts-expect-error
    const misspelt: CasesOf<typeof rows> = { tanh: given, tahn: given };
    // @ts-expect-error
    const incomplete: CasesOf<typeof rows> = { tanh: { run: () => {}, bench: () => {} } };
    expect([missing, misspelt, incomplete]).toHaveLength(3);
  });
});
