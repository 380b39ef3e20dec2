import type { KernelRow } from './kernel-row.ts';

const reduction = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32'],
  numbers: 3,
  export: `${kernel}_f32`,
});
const gradient = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  numbers: 3,
  export: `${kernel}_f32`,
});

/** A row whose kernel takes an exponential, about 1 ns, for each element of its first input. */
const exponential = (row: KernelRow): KernelRow => ({ ...row, work: ([, x]) => x });

/** Kernels that work along an axis. */
export const reductionRows: readonly KernelRow[] = [
  reduction('max'),
  ...['sum', 'variance'].map((kernel) => ({ ...reduction(kernel), numbers: 4 })),
  ...['logSumExp', 'softmax', 'logSoftmax'].map(reduction).map(exponential),
  gradient('softmaxGrad'),
  exponential(gradient('logSoftmaxGrad')),
  { kernel: 'sumAll', dtypes: ['f32', 'f32'], numbers: 2, export: 'sumAll_f32', finish: 'sumAllFinish_f32' },
  { kernel: 'sumIntegers', dtypes: ['f32', 'u8'], numbers: 3, export: 'sumIntegers_f32_u8' },
  { kernel: 'sumIntegers', dtypes: ['f64', 'u8'], numbers: 3, export: 'sumIntegers_f64_u8' },
  { kernel: 'sumChannels', dtypes: ['f32', 'f32'], numbers: 4, export: 'sumChannels_f32' },
  { kernel: 'argMax', dtypes: ['i32', 'f32'], numbers: 3, export: 'argMax_f32' },
];
