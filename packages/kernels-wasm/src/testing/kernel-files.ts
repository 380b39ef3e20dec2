import type { KernelRow } from '../rows/kernel-row.ts';

const folder = 'packages/kernels-wasm';

/** The files that a contributor edits for a kernel, from the root of the repository. */
export const kernelFiles = {
  exports: `${folder}/assembly/index.ts`,
  rows: (family: string) => `${folder}/src/rows/${family}-rows.ts`,
  cases: (family: string) => `${folder}/src/battery/${family}-cases.ts`,
  referenceOnly: `${folder}/src/battery/reference-only.ts`,
};

/** `adam [(f32, f32, f32, f32, f64)...]`: a row as tests and errors name it. */
export function rowName({
  kernel,
  dtypes,
  repeats,
}: Pick<KernelRow, 'kernel' | 'dtypes' | 'repeats'>): string {
  const list = [...dtypes, ...(repeats === undefined ? [] : [`(${repeats.join(', ')})...`])];
  return `${kernel} [${list.join(', ')}]`;
}
