export { type BackwardOptions, backward, type Gradients } from './backward.ts';
export {
  checkEpsilon,
  checkFinite,
  checkProbability,
  type PoolOptions,
  poolSizes,
  type SizePair,
  sizePair,
} from './check.ts';
export { type GradcheckOptions, gradcheck } from './gradcheck.ts';
export type { AxisOptions } from './kernels/along-axis.ts';
export { defineBinaryKernel, runBroadcast } from './kernels/broadcast.ts';
export type { ChannelOptions } from './kernels/channels.ts';
export type { Conv2dOptions } from './kernels/convolution.ts';
export { defineGradientKernel, defineUnaryKernel, runElementwise } from './kernels/elementwise.ts';
export { checkFloat, type Operand, operandPair } from './kernels/operands.ts';
export type { ReduceOptions } from './kernels/reduce.ts';
export { noGrad } from './no-grad.ts';
export { conv2d } from './ops/conv/conv2d.ts';
export { abs } from './ops/elementwise/abs.ts';
export { add } from './ops/elementwise/add.ts';
export { cast } from './ops/elementwise/cast.ts';
export { type ClampOptions, clamp } from './ops/elementwise/clamp.ts';
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from './ops/elementwise/compare.ts';
export { cos } from './ops/elementwise/cos.ts';
export { div } from './ops/elementwise/div.ts';
export { type EluOptions, elu } from './ops/elementwise/elu.ts';
export { erf } from './ops/elementwise/erf.ts';
export { exp } from './ops/elementwise/exp.ts';
export { type GeluOptions, gelu } from './ops/elementwise/gelu.ts';
export { type LeakyReluOptions, leakyRelu } from './ops/elementwise/leaky-relu.ts';
export { log } from './ops/elementwise/log.ts';
export { maximum } from './ops/elementwise/maximum.ts';
export { minimum } from './ops/elementwise/minimum.ts';
export { mul } from './ops/elementwise/mul.ts';
export { neg } from './ops/elementwise/neg.ts';
export { pow } from './ops/elementwise/pow.ts';
export { relu } from './ops/elementwise/relu.ts';
export { sigmoid } from './ops/elementwise/sigmoid.ts';
export { silu } from './ops/elementwise/silu.ts';
export { sin } from './ops/elementwise/sin.ts';
export { softplus } from './ops/elementwise/softplus.ts';
export { sqrt } from './ops/elementwise/sqrt.ts';
export { square } from './ops/elementwise/square.ts';
export { sub } from './ops/elementwise/sub.ts';
export { tanh } from './ops/elementwise/tanh.ts';
export { where } from './ops/elementwise/where.ts';
export { embedding } from './ops/indexing/embedding.ts';
export { gather } from './ops/indexing/gather.ts';
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
} from './ops/loss/binary-cross-entropy-with-logits.ts';
export { correctCount } from './ops/loss/correct-count.ts';
export { type CrossEntropyOptions, crossEntropy } from './ops/loss/cross-entropy.ts';
export { type HuberOptions, huber } from './ops/loss/huber.ts';
export { mse } from './ops/loss/mse.ts';
export type { LossOptions, Reduction } from './ops/loss/reduce-loss.ts';
export { type BatchNormResult, type BatchStatistics, batchNorm } from './ops/normalize/batch-norm.ts';
export { type LayerNormOptions, layerNorm } from './ops/normalize/layer-norm.ts';
export { type ChannelStatistics, normalizeChannels } from './ops/normalize/normalize-channels.ts';
export {
  type UpdateRunningStatisticsOptions,
  updateRunningStatistics,
} from './ops/normalize/update-running-statistics.ts';
export { type AvgPool2dOptions, avgPool2d } from './ops/pool/avg-pool2d.ts';
export { maxPool2d } from './ops/pool/max-pool2d.ts';
export { linear } from './ops/product/linear.ts';
export { matmul } from './ops/product/matmul.ts';
export { type DropoutOptions, dropout } from './ops/random/dropout.ts';
export { dropoutChannels } from './ops/random/dropout-channels.ts';
export { argMax } from './ops/reduce/arg-max.ts';
export { logSoftmax } from './ops/reduce/log-softmax.ts';
export { logsumexp } from './ops/reduce/logsumexp.ts';
export { max } from './ops/reduce/max.ts';
export { mean } from './ops/reduce/mean.ts';
export { softmax } from './ops/reduce/softmax.ts';
export { sum } from './ops/reduce/sum.ts';
export { sumTo } from './ops/reduce/sum-to.ts';
export { type VarianceOptions, variance } from './ops/reduce/variance.ts';
export { broadcastTo } from './ops/shape/broadcast-to.ts';
export { type ConcatOptions, concat } from './ops/shape/concat.ts';
export { type PadOptions, pad } from './ops/shape/pad.ts';
export { permute } from './ops/shape/permute.ts';
export { reshape } from './ops/shape/reshape.ts';
export { type SliceOptions, slice } from './ops/shape/slice.ts';
export { transpose } from './ops/shape/transpose.ts';
export { parameter } from './parameter.ts';
export { isRecording, record, recordFusedGradient, withRecording } from './tape.ts';
export type { BackwardClosure, TapeNode } from './tape-node.ts';
export { type ValueAndGradients, valueAndGrad } from './value-and-grad.ts';
export { zerosLike } from './zeros-like.ts';
