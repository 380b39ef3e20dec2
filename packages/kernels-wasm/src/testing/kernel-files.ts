const folder = 'packages/kernels-wasm';

/** The files that a contributor edits for a kernel, from the root of the repository. */
export const kernelFiles = {
  exports: `${folder}/assembly/index.ts`,
  rows: (family: string) => `${folder}/src/rows/${family}-rows.ts`,
  cases: (family: string) => `${folder}/src/battery/${family}-cases.ts`,
};
