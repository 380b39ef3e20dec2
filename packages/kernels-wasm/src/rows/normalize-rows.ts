import { kernelRow } from './kernel-row.ts';

/** Kernels that normalize, and their gradients. */
export const normalizeRows = [
  kernelRow('batchNorm', 'f32 f32 f32 f32 f32 f32', 4),
  kernelRow('batchNormGrad', 'f32 f32 f32 f32 f32 f64 f32', 3),
  kernelRow('batchNormRunning', 'f32 f32 f32 f32', 3, { serial: true }),
  kernelRow('batchNormTraining', 'f32 f32 f32 f64 f32 f32 f32', 4),
  kernelRow('layerNorm', 'f32 f64 f32 f32 f32', 3),
  kernelRow('layerNormGrad', 'f32 f32 f32 f32 f32 f64 f32', 2, { finish: 'layerNormGradFinish_f32' }),
];
