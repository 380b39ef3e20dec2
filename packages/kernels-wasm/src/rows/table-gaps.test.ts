import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { casesByFamily } from '../battery/cases-by-family.ts';
import { type CasesOf, exact, type KernelCase } from '../battery/kernel-case.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { type KernelTables, tableGaps } from '../testing/table-gaps.ts';
import { kernelRow } from './kernel-row.ts';
import { rowsByFamily } from './kernel-table.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Exports of the module that are not kernels. */
const ofPrograms = ['dispatch', 'execute', 'heapBase', 'init', 'work'];

/**
 * Every `{ builtIn: '<name>' }` in the packages' sources, with its file; without those of one expression that
 * are meant for the host, and have no row.
 */
function definedKernels(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync('packages/*/src/**/*.ts', { cwd: root })) {
    if (file.startsWith('packages/kernels-wasm/') || /\.test\.ts$|\/testing\//.test(file)) continue;
    const text = readFileSync(`${root}${file}`, 'utf8');
    for (const [, name] of text.matchAll(/\(\s*\{ builtIn\b(.*?) \}(?![^;]*\{ host: true \})/g)) {
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
  const tanh = kernelRow('tanh', 'f32 f32', 1);
  const tables: KernelTables = {
    defined: new Map([['tanh', 'packages/autograd/src/ops/elementwise/tanh.ts']]),
    rows: { elementwise: [tanh] },
    cases: { elementwise: { tanh: given } },
    exports: ['tanh_f32'],
  };
  const withCase = (change: object): Partial<KernelTables> => ({
    cases: { elementwise: { tanh: { ...given, ...change } } },
  });
  const elu = new Map([...tables.defined, ['elu', 'packages/autograd/src/ops/elementwise/elu.ts']]);

  it('is empty if all agree', () => {
    expect(tableGaps(tables)).toEqual([]);
    expect(tableGaps({ ...tables, ...withCase({ bench: 'It does next to nothing.' }) })).toEqual([]);
  });

  const folder = 'packages/kernels-wasm';
  const rowFile = `${folder}/src/rows/elementwise-rows.ts`;
  const caseFile = `${folder}/src/battery/elementwise-cases.ts`;

  it('is a sentence that names the file to edit', () => {
    const gaps = tableGaps({ ...tables, defined: elu, cases: {}, exports: [] });
    expect(gaps).toEqual([
      'elu: it is defined in packages/autograd/src/ops/elementwise/elu.ts and has no WASM row. ' +
        `Add one to ${rowFile}.`,
      `tanh [f32, f32]: ${folder}/assembly/index.ts does not export tanh_f32. ` +
        `Add it there, or correct the row in ${rowFile}.`,
      `tanh: it has no case. Add \`tanh: { run, tolerance, bench }\` to ${caseFile}.`,
    ]);
  });

  const optimizeRows = `${folder}/src/rows/optimize-rows.ts`;
  const lion = new Map([...tables.defined, ['lion', 'packages/optim/src/rules/lion.ts']]);
  const elsewhere = { elementwise: { tanh: given }, reduce: { tanh: given } };

  it.each<[what: string, change: Partial<KernelTables>, begins: string, file: string]>([
    ["an optimizer's kernel without a row", { defined: lion }, 'lion: it is defined', optimizeRows],
    ['an export without a row', { exports: ['tanh_f32', 'elu_f32'] }, 'elu_f32: ', '<family>-rows.ts'],
    [
      'a row whose finish is not exported',
      { rows: { elementwise: [{ ...tanh, finish: 'tanhFinish_f32' }] } },
      `tanh [f32, f32]: ${folder}/assembly/index.ts does not export tanhFinish_f32`,
      rowFile,
    ],
    ['two rows for the same dtypes', { rows: { elementwise: [tanh, tanh] } }, 'tanh [f32, f32]: ', rowFile],
    [
      'a misspelt row',
      { rows: { elementwise: [tanh, { ...tanh, kernel: 'tahn' }] } },
      'tahn: no package defines',
      rowFile,
    ],
    ['a misspelt case', { cases: { elementwise: { tanh: given, tahn: given } } }, 'tahn: ', caseFile],
    ['a case in another family than its row', { cases: elsewhere }, 'tanh: ', 'reduce-cases.ts'],
    ['a case that runs nothing', withCase({ run: undefined }), 'tanh: its case has no run', caseFile],
    ['a case without a tolerance', withCase({ tolerance: undefined }), 'tanh: its case has no tol', caseFile],
    ['a case without a bench', withCase({ bench: '' }), 'tanh: its case has no bench', caseFile],
  ])('is named with its file: %s', (_, change, begins, file) => {
    const gap = tableGaps({ ...tables, ...change })[0] ?? '';
    expect(gap.slice(0, begins.length)).toBe(begins);
    expect(gap).toContain(file);
  });
});

// Checked by the types (`check`) alone: an error that does not occur makes @ts-expect-error one.
const rows = [kernelRow('tanh', 'f32 f32', 1)];
const given: KernelCase = { run: () => {}, tolerance: exact, bench: () => {} };
// @ts-expect-error
export const missing: CasesOf<typeof rows> = {};
// @ts-expect-error
export const misspelt: CasesOf<typeof rows> = { tanh: given, tahn: given };
// @ts-expect-error
export const incomplete: CasesOf<typeof rows> = { tanh: { run: () => {}, bench: () => {} } };
