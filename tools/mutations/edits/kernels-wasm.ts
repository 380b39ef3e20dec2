import type { Edit } from '../edit.ts';

export const kernelsWasmEdits: readonly Edit[] = [
  {
    name: 'kernels-wasm/pinned-memory',
    breaks: "a program's pinned memory is never given back",
    file: 'packages/kernels-wasm/src/program/program-list.ts',
    find: '    this.#release(listed.pinned);\n',
    put: '',
    tests: ['kernels-wasm', 'src/program/freed-memory.test.ts', 'src/program/failing-steps.test.ts'],
  },
  {
    name: 'kernels-wasm/recorded-numbers',
    breaks: 'a recorded command changes with the array of numbers that it was given',
    file: 'packages/kernels-wasm/src/program/recording.ts',
    find: 'numbers: numbers.slice()',
    put: 'numbers',
    tests: ['kernels-wasm', 'src/program/compiled-steps.test.ts', 'src/program/checked-steps.test.ts'],
  },
  {
    name: 'kernels-wasm/any-walk-is-a-line',
    breaks: 'a program takes a broadcast or strided walk of rank 1 for an elementwise command',
    file: 'packages/kernels-wasm/src/rows/elementwise-rows.ts',
    find: 'rank === 1 && strides.every((stride) => stride === 1)',
    put: 'rank === 1',
    tests: ['kernels-wasm', 'src/program', 'src/rows'],
  },
  {
    name: 'kernels-wasm/dropout-at-probability',
    breaks: 'an element whose number equals the probability is dropped',
    file: 'packages/kernels-wasm/assembly/random/dropout.ts',
    find: 'i32x4.ge_s',
    put: 'i32x4.gt_s',
    tests: ['kernels-wasm', 'src/rows/kernel-table.test.ts', 'src/battery', '-t', 'ropout'],
  },
];
