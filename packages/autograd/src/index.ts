export { type BackwardOptions, backward, type Gradients } from './backward.ts';
export { type GradcheckOptions, gradcheck } from './gradcheck.ts';
export type { AxisOptions } from './kernels/along-axis.ts';
export { defineBinaryKernel, runBroadcast } from './kernels/broadcast.ts';
export type { ChannelOptions } from './kernels/channels.ts';
export { defineGradientKernel, defineUnaryKernel, runElementwise } from './kernels/elementwise.ts';
export { checkFloat, type Operand, operandPair } from './kernels/operands.ts';
export type { PoolOptions } from './kernels/pool-geometry.ts';
export type { ReduceOptions } from './kernels/reduce.ts';
export type { SizePair } from './kernels/sliding-window.ts';
export { noGrad } from './no-grad.ts';
export { abs } from './ops/abs.ts';
export { add } from './ops/add.ts';
export { argMax } from './ops/arg-max.ts';
export { type AvgPool2dOptions, avgPool2d } from './ops/avg-pool2d.ts';
export { type BatchNormResult, type BatchStatistics, batchNorm } from './ops/batch-norm.ts';
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
} from './ops/binary-cross-entropy-with-logits.ts';
export { broadcastTo } from './ops/broadcast-to.ts';
export { cast } from './ops/cast.ts';
export { type ClampOptions, clamp } from './ops/clamp.ts';
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from './ops/compare.ts';
export { type ConcatOptions, concat } from './ops/concat.ts';
export { type Conv2dOptions, conv2d } from './ops/conv2d.ts';
export { correctCount } from './ops/correct-count.ts';
export { cos } from './ops/cos.ts';
export { type CrossEntropyOptions, crossEntropy } from './ops/cross-entropy.ts';
export { div } from './ops/div.ts';
export { type DropoutOptions, dropout } from './ops/dropout.ts';
export { dropoutChannels } from './ops/dropout-channels.ts';
export { embedding } from './ops/embedding.ts';
export { erf } from './ops/erf.ts';
export { exp } from './ops/exp.ts';
export { gather } from './ops/gather.ts';
export { type GeluOptions, gelu } from './ops/gelu.ts';
export { type HuberOptions, huber } from './ops/huber.ts';
export { type LayerNormOptions, layerNorm } from './ops/layer-norm.ts';
export { type LeakyReluOptions, leakyRelu } from './ops/leaky-relu.ts';
export { linear } from './ops/linear.ts';
export { log } from './ops/log.ts';
export { logSoftmax } from './ops/log-softmax.ts';
export { logsumexp } from './ops/logsumexp.ts';
export { matmul } from './ops/matmul.ts';
export { max } from './ops/max.ts';
export { maxPool2d } from './ops/max-pool2d.ts';
export { maximum } from './ops/maximum.ts';
export { mean } from './ops/mean.ts';
export { minimum } from './ops/minimum.ts';
export { mse } from './ops/mse.ts';
export { mul } from './ops/mul.ts';
export { neg } from './ops/neg.ts';
export { type ChannelStatistics, normalizeChannels } from './ops/normalize-channels.ts';
export { type PadOptions, pad } from './ops/pad.ts';
export { permute } from './ops/permute.ts';
export { pow } from './ops/pow.ts';
export type { LossOptions, Reduction } from './ops/reduce-loss.ts';
export { relu } from './ops/relu.ts';
export { reshape } from './ops/reshape.ts';
export { sigmoid } from './ops/sigmoid.ts';
export { silu } from './ops/silu.ts';
export { sin } from './ops/sin.ts';
export { type SliceOptions, slice } from './ops/slice.ts';
export { softmax } from './ops/softmax.ts';
export { softplus } from './ops/softplus.ts';
export { sqrt } from './ops/sqrt.ts';
export { square } from './ops/square.ts';
export { sub } from './ops/sub.ts';
export { sum } from './ops/sum.ts';
export { sumTo } from './ops/sum-to.ts';
export { tanh } from './ops/tanh.ts';
export { transpose } from './ops/transpose.ts';
export {
  type UpdateRunningStatisticsOptions,
  updateRunningStatistics,
} from './ops/update-running-statistics.ts';
export { type VarianceOptions, variance } from './ops/variance.ts';
export { where } from './ops/where.ts';
export { parameter } from './parameter.ts';
export {
  type BackwardClosure,
  isRecording,
  record,
  recordFusedGradient,
  type TapeNode,
  withRecording,
} from './tape.ts';
export { type ValueAndGradients, valueAndGrad } from './value-and-grad.ts';
export { zerosLike } from './zeros-like.ts';
