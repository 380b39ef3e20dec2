import type { KernelCase } from '../battery/kernel-case.ts';
import { type KernelRow, rowName } from '../rows/kernel-row.ts';
import { kernelFiles } from './kernel-files.ts';

/** The tables that must list the same kernels. */
export interface KernelTables {
  /** The built-in kernels that the packages define, with the file of each. */
  readonly defined: ReadonlyMap<string, string>;
  readonly rows: Readonly<Record<string, readonly KernelRow[]>>;
  readonly cases: Readonly<Record<string, Readonly<Record<string, Partial<KernelCase> | undefined>>>>;
  /** The kernels that the WASM module exports. */
  readonly exports: readonly string[];
}

/** The missing or misspelt entries: one sentence each, which names the file to edit. */
export function tableGaps(tables: KernelTables): string[] {
  const { defined, rows, exports } = tables;
  const table = Object.values(rows).flat();
  const fast = new Set(table.map(({ kernel }) => kernel));
  const gaps: string[] = [];

  for (const [kernel, file] of defined) {
    if (fast.has(kernel)) continue;
    gaps.push(
      `${kernel}: it is defined in ${file} and has no WASM row. ` +
        `Add one to ${kernelFiles.rows(familyOf(file))}.`,
    );
  }
  const called = new Set(table.flatMap((row) => [row.export, row.finish]));
  for (const name of exports) {
    if (called.has(name)) continue;
    gaps.push(
      `${name}: ${kernelFiles.exports} exports it and no row names it. ` +
        `Add a row to ${kernelFiles.rows('<family>')}, or remove the export.`,
    );
  }
  return [...gaps, ...rowGaps(tables), ...caseGaps(tables)];
}

function rowGaps({ defined, rows, exports }: KernelTables): string[] {
  const gaps: string[] = [];
  const known = new Set<string>();
  for (const [family, list] of Object.entries(rows)) {
    const file = kernelFiles.rows(family);
    for (const row of list) {
      const name = rowName(row);
      if (known.has(name)) gaps.push(`${name}: it has two rows. Remove one from ${file}.`);
      known.add(name);
      if (!defined.has(row.kernel)) {
        gaps.push(
          `${row.kernel}: no package defines a built-in kernel of this name. Correct the name in ` +
            `${file}, or define it ` +
            `by defineKernel({ builtIn: '${row.kernel}' }, ...).`,
        );
      }
      for (const wanted of [row.export, row.finish]) {
        if (wanted === undefined || exports.includes(wanted)) continue;
        gaps.push(
          `${name}: ${kernelFiles.exports} does not export ${wanted}. ` +
            `Add it there, or correct the row in ${file}.`,
        );
      }
    }
  }
  return gaps;
}

const parts = ['run', 'tolerance', 'bench'] as const;
const partHints = {
  run: '`run`, which calls the ops that run it',
  tolerance: '`tolerance: exact`, or the distance that you measured, such as `tolerance: element(2)`',
  bench: '`bench`, which calls it on the sizes to time, or the reason why its speed says nothing',
};

export const missingCase = (kernel: string, family: string): string =>
  `${kernel}: it has no case. Add \`${kernel}: { run, tolerance, bench }\` to ${kernelFiles.cases(family)}.`;

function caseGaps({ rows, cases }: KernelTables): string[] {
  const gaps: string[] = [];
  for (const family of new Set([...Object.keys(rows), ...Object.keys(cases)])) {
    const file = kernelFiles.cases(family);
    const kernels = new Set(rows[family]?.map(({ kernel }) => kernel));
    for (const kernel of kernels) {
      const kernelCase = cases[family]?.[kernel];
      if (kernelCase === undefined) {
        gaps.push(missingCase(kernel, family));
        continue;
      }
      for (const part of parts) {
        if (kernelCase[part] === undefined || kernelCase[part] === '')
          gaps.push(`${kernel}: its case has no ${part}. Add ${partHints[part]}, to it in ${file}.`);
      }
    }
    for (const kernel of Object.keys(cases[family] ?? {})) {
      if (kernels.has(kernel)) continue;
      gaps.push(
        `${kernel}: ${file} has a case of it and ${kernelFiles.rows(family)} no row. Correct the ` +
          `name, or remove the case.`,
      );
    }
  }
  return gaps;
}

/** `elementwise` of `packages/autograd/src/ops/elementwise/tanh.ts`; optim's kernels are its own family. */
function familyOf(file: string): string {
  if (file.startsWith('packages/optim/')) return 'optimize';
  return /\/ops\/([^/]+)\//.exec(file)?.[1] ?? '<family>';
}
