/**
 * How far a kernel's results may lie from its reference loop's, which computes in f64 and rounds once: this many times
 * 2^-23 of the largest finite number that the result and the inputs hold, at the same index (`element`) or anywhere
 * (`all`: sums). A kernel that is not here agrees to the last bit.
 */
export interface Tolerance {
  readonly of: 'element' | 'all';
  readonly ulps: number;
}

const element = (ulps: number): Tolerance => ({ of: 'element', ulps });
const all = (ulps: number): Tolerance => ({ of: 'all', ulps });

/** By kernel. Measured on the battery's cases and rounded up; `functions.test.ts` goes over all of f32. */
export const tolerances: Readonly<Record<string, Tolerance>> = {
  cos: element(1.6),
  erf: element(1.2),
  exp: element(1),
  sin: element(1.6),
  log: element(1),
  tanh: element(1.5),
  sigmoid: element(2.2),
  softplus: element(2.5),
  gelu: element(2),
  geluTanh: element(2),
  silu: element(2),
  leakyRelu: element(1),
  sigmoidGrad: element(1),
  tanhGrad: element(2),
  softplusGrad: element(2),
  siluGrad: element(3),
  geluGrad: element(3),
  geluTanhGrad: element(6),
  leakyReluGrad: element(1),
  pow: element(1),
  scaleBy: element(1),
  dropout: element(1),
  dropoutChannels: element(1),
  gatherNormalize: all(2),
  softmax: element(4),
  softmaxGrad: element(3),
  logSoftmax: element(8),
  logSoftmaxGrad: element(8),
  logSumExp: all(4),
  sum: all(100),
  sumAll: all(100),
  sumChannels: all(100),
  variance: all(16),
  matmul: all(64),
  matmulBias: all(64),
  conv2d: all(128),
  conv2dBias: all(128),
  conv2dInputGrad: all(128),
  conv2dWeightGrad: all(128),
  batchNorm: all(4),
  batchNormGrad: all(200),
  batchNormTraining: all(4),
  layerNorm: all(4),
  layerNormGrad: all(100),
  avgPool2d: all(1),
  avgPool2dGrad: all(1),
  binaryCrossEntropy: element(3),
  binaryCrossEntropyGrad: element(3),
  crossEntropy: all(4),
  crossEntropyGrad: all(4),
  crossEntropyMean: all(4),
  crossEntropyMeanGrad: all(4),
  clipFactor: all(1),
  sgd: element(2),
  sgdPlain: element(2),
  adam: element(2),
  adamAmsgrad: element(2),
  adamw: element(2),
  adamwAmsgrad: element(2),
};
