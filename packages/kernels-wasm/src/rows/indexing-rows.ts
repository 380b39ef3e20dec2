import { kernelRow } from './kernel-row.ts';

/** Kernels that read or add at indices. */
export const indexingRows = [
  kernelRow('gatherRows', 'f32 f32 i32', 2, { export: 'gatherRows_b4' }),
  kernelRow('gatherRows', 'i32 i32 i32', 2, { export: 'gatherRows_b4' }),
  kernelRow('gatherRows', 'u8 u8 i32', 2, { export: 'gatherRows_b1' }),
  kernelRow('scatterAddRows', 'f32 i32 f32', 2),
  kernelRow('gatherAxis', 'f32 f32 i32', 4),
  kernelRow('scatterAddAxis', 'f32 i32 f32', 4),
  kernelRow('gatherNormalize', 'f32 u8 i32 f32', 3, { export: 'gatherNormalize_f32_u8' }),
  kernelRow('gatherNormalize', 'f32 f32 i32 f32', 3, { export: 'gatherNormalize_f32_f32' }),
];
