export { Frozen, type FrozenOptions } from './container/frozen.ts';
export { Residual } from './container/residual.ts';
export { Sequential } from './container/sequential.ts';
export { Conv2d, type Conv2dOptions } from './conv/conv2d.ts';
export { Gelu } from './elementwise/gelu.ts';
export { LeakyRelu } from './elementwise/leaky-relu.ts';
export { Relu } from './elementwise/relu.ts';
export { Sigmoid } from './elementwise/sigmoid.ts';
export { Silu } from './elementwise/silu.ts';
export { Softplus } from './elementwise/softplus.ts';
export { Tanh } from './elementwise/tanh.ts';
export { Embedding, type EmbeddingOptions } from './indexing/embedding.ts';
export { calculateGain, type Nonlinearity } from './initialize/calculate-gain.ts';
export type { InitializerOptions } from './initialize/initializer.ts';
export { kaimingNormal } from './initialize/kaiming-normal.ts';
export type { KaimingOptions } from './initialize/kaiming-scale.ts';
export { kaimingUniform } from './initialize/kaiming-uniform.ts';
export { orthogonal } from './initialize/orthogonal.ts';
export { xavierNormal } from './initialize/xavier-normal.ts';
export { xavierUniform } from './initialize/xavier-uniform.ts';
export type { Context, FloatDType, Layer } from './layer.ts';
export type { BatchNormOptions } from './normalize/batch-norm.ts';
export { BatchNorm1d } from './normalize/batch-norm1d.ts';
export { BatchNorm2d } from './normalize/batch-norm2d.ts';
export { LayerNorm, type LayerNormOptions } from './normalize/layer-norm.ts';
export { type ElasticNetOptions, elasticNetPenalty } from './penalties/elastic-net-penalty.ts';
export { l1Penalty } from './penalties/l1-penalty.ts';
export { l2Penalty } from './penalties/l2-penalty.ts';
export { AvgPool2d, type AvgPool2dOptions } from './pool/avg-pool2d.ts';
export { MaxPool2d, type MaxPool2dOptions } from './pool/max-pool2d.ts';
export { Linear, type LinearOptions } from './product/linear.ts';
export { Dropout } from './random/dropout.ts';
export { Dropout2d } from './random/dropout2d.ts';
export { GaussianNoise } from './random/gaussian-noise.ts';
export { Flatten, type FlattenOptions } from './shape/flatten.ts';
export { loadSafetensors } from './state/load-safetensors.ts';
export {
  type LoadedStateDict,
  type LoadStateDictOptions,
  loadStateDict,
  type StateValues,
} from './state/load-state-dict.ts';
export { namedBuffers } from './state/named-buffers.ts';
export { namedParameters } from './state/named-parameters.ts';
export { parameters } from './state/parameters.ts';
export type { Rename } from './state/rename.ts';
export { type SaveSafetensorsOptions, saveSafetensors } from './state/save-safetensors.ts';
export { stateDict } from './state/state-dict.ts';
