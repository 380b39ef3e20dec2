export { Gelu } from './activations/gelu.ts';
export { LeakyRelu } from './activations/leaky-relu.ts';
export { Relu } from './activations/relu.ts';
export { Sigmoid } from './activations/sigmoid.ts';
export { Silu } from './activations/silu.ts';
export { Softplus } from './activations/softplus.ts';
export { Tanh } from './activations/tanh.ts';
export type { Context } from './context.ts';
export type { FloatDType } from './float-dtype.ts';
export { calculateGain, type Nonlinearity } from './initialize/calculate-gain.ts';
export type { InitializerOptions } from './initialize/initializer-options.ts';
export { kaimingNormal } from './initialize/kaiming-normal.ts';
export type { KaimingOptions } from './initialize/kaiming-options.ts';
export { kaimingUniform } from './initialize/kaiming-uniform.ts';
export { orthogonal } from './initialize/orthogonal.ts';
export { xavierNormal } from './initialize/xavier-normal.ts';
export { xavierUniform } from './initialize/xavier-uniform.ts';
export type { Layer } from './layer.ts';
export { AvgPool2d, type AvgPool2dOptions } from './layers/avg-pool2d.ts';
export type { BatchNormOptions } from './layers/batch-norm.ts';
export { BatchNorm1d } from './layers/batch-norm1d.ts';
export { BatchNorm2d } from './layers/batch-norm2d.ts';
export { Conv2d, type Conv2dOptions } from './layers/conv2d.ts';
export { Dropout } from './layers/dropout.ts';
export { Dropout2d } from './layers/dropout2d.ts';
export { Embedding, type EmbeddingOptions } from './layers/embedding.ts';
export { Flatten, type FlattenOptions } from './layers/flatten.ts';
export { Frozen, type FrozenOptions } from './layers/frozen.ts';
export { GaussianNoise } from './layers/gaussian-noise.ts';
export { LayerNorm, type LayerNormOptions } from './layers/layer-norm.ts';
export { Linear, type LinearOptions } from './layers/linear.ts';
export { MaxPool2d, type MaxPool2dOptions } from './layers/max-pool2d.ts';
export { Residual } from './layers/residual.ts';
export { Sequential } from './layers/sequential.ts';
export { type ElasticNetOptions, elasticNetPenalty } from './penalties/elastic-net-penalty.ts';
export { l1Penalty } from './penalties/l1-penalty.ts';
export { l2Penalty } from './penalties/l2-penalty.ts';
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
