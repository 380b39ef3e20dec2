import type { KernelRow } from './kernel-row.ts';

const reduction = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32'],
  export: `${kernel}_f32`,
});
const gradient = (kernel: string): KernelRow => ({
  kernel,
  dtypes: ['f32', 'f32', 'f32'],
  export: `${kernel}_f32`,
});

/** Kernels that work along an axis. */
export const reductionRows: readonly KernelRow[] = [
  ...['sum', 'max', 'logSumExp', 'softmax', 'logSoftmax'].map(reduction),
  ...['softmaxGrad', 'logSoftmaxGrad'].map(gradient),
  { kernel: 'sumAll', dtypes: ['f32', 'f32'], export: 'sumAll_f32', finish: 'sumAllFinish_f32' },
  { kernel: 'sumChannels', dtypes: ['f32', 'f32'], export: 'sumChannels_f32' },
  { kernel: 'argMax', dtypes: ['i32', 'f32'], export: 'argMax_f32' },
];
