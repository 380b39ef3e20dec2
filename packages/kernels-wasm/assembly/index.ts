export { heapBase, init } from './args';
export { dispatch, execute, work } from './program/execute';

export { abs_f32, absGrad_f32 } from './elementwise/abs';
export { addInPlace_f32 } from './elementwise/add-in-place';
export { add_f32 } from './elementwise/add';
export { clamp_f32, clampGrad_f32, clampInPlace_f32 } from './elementwise/clamp';
export {
  greater_f32, greaterEqual_f32, less_f32, lessEqual_f32, equal_f32, equal_i32, notEqual_f32,
} from './elementwise/comparisons';
export {
  copy_f32_f32, copy_f32_f64, copy_f32_i32, copy_f32_u8, copy_f64_f32, copy_f64_f64, copy_f64_i32,
  copy_f64_u8, copy_i32_f32, copy_i32_f64, copy_i32_i32, copy_i32_u8, copy_u8_f32, copy_u8_f64, copy_u8_i32,
  copy_u8_u8,
} from './elementwise/copy';
export { cos_f32 } from './elementwise/cos';
export { div_f32 } from './elementwise/div';
export { elu_f32, eluGrad_f32 } from './elementwise/elu';
export { erf_f32 } from './elementwise/erf';
export { exp_f32 } from './elementwise/exp';
export { fill_f32, fill_i32 } from './elementwise/fill';
export { geluTanh_f32, geluTanhGrad_f32 } from './elementwise/gelu-tanh';
export { gelu_f32, geluGrad_f32 } from './elementwise/gelu';
export { leakyRelu_f32, leakyReluGrad_f32 } from './elementwise/leaky-relu';
export { log_f32 } from './elementwise/log';
export { maximum_f32 } from './elementwise/maximum';
export { minimum_f32 } from './elementwise/minimum';
export { mul_f32 } from './elementwise/mul';
export { neg_f32 } from './elementwise/neg';
export { pow_f32 } from './elementwise/pow';
export { relu_f32, reluGrad_f32 } from './elementwise/relu';
export { sigmoid_f32, sigmoidGrad_f32 } from './elementwise/sigmoid';
export { silu_f32, siluGrad_f32 } from './elementwise/silu';
export { sin_f32 } from './elementwise/sin';
export { softplus_f32, softplusGrad_f32 } from './elementwise/softplus';
export { sqrt_f32 } from './elementwise/sqrt';
export { square_f32 } from './elementwise/square';
export { sub_f32 } from './elementwise/sub';
export { tanh_f32, tanhGrad_f32 } from './elementwise/tanh';
export { where_f32 } from './elementwise/where';

export { gatherAxis_f32, scatterAddAxis_f32 } from './indexing/gather-axis';
export { gatherNormalize_f32_u8, gatherNormalize_f32_f32 } from './indexing/gather-normalize';
export { gatherRows_b4, gatherRows_b1 } from './indexing/gather-rows';
export { scatterAddRows_f32 } from './indexing/scatter-add-rows';

export { binaryCrossEntropy_f32, binaryCrossEntropyGrad_f32 } from './loss/binary-cross-entropy';
export { correctCount_f32, correctCountFinish_f32 } from './loss/correct-count';
export { crossEntropyGrad_f32 } from './loss/cross-entropy-grad';
export { crossEntropyMean_f32, crossEntropyMeanFinish_f32 } from './loss/cross-entropy-mean';
export { crossEntropyMeanGrad_f32 } from './loss/cross-entropy-mean-grad';
export { crossEntropy_f32 } from './loss/cross-entropy';

export { addMoments_f32 } from './metrics/add-moments';
export { countPairs_i32 } from './metrics/count-pairs';
export { inTopK_f32 } from './metrics/in-top-k';

export { batchNormGrad_f32 } from './normalize/batch-norm-grad';
export { batchNormRunning_f32 } from './normalize/batch-norm-running';
export { batchNorm_f32, batchNormTraining_f32 } from './normalize/batch-norm';
export { layerNormGradFinish_f32, layerNormGrad_f32 } from './normalize/layer-norm-grad';
export { layerNorm_f32 } from './normalize/layer-norm';

export { adam_f32, adamAmsgrad_f32, adamw_f32, adamwAmsgrad_f32 } from './optimize/adam';
export { averageWeights_f32 } from './optimize/average-weights';
export { clipFactor_f32, clipFactorFinish_f32 } from './optimize/clip';
export { lion_f32 } from './optimize/lion';
export { scaleBy_f32 } from './optimize/scale-by';
export { sgd_f32, sgdPlain_f32 } from './optimize/sgd';

export { avgPool2d_f32, avgPool2dGrad_f32 } from './pool/average-pool';
export { maxPool2dGrad_f32 } from './pool/max-pool-grad';
export { maxPool2d_f32 } from './pool/max-pool';

export { bernoulli_f32 } from './random/bernoulli';
export { disturbLabels_i32 } from './random/disturb-labels';
export { dropoutChannels_f32 } from './random/dropout-channels';
export { dropout_f32 } from './random/dropout';
export { normal_f32 } from './random/normal';
export { uniform_f32 } from './random/uniform';

export { argMax_f32 } from './reduce/arg-max';
export { logSoftmaxGrad_f32 } from './reduce/log-softmax-grad';
export { logSoftmax_f32 } from './reduce/log-softmax';
export { logSumExp_f32 } from './reduce/log-sum-exp';
export { max_f32 } from './reduce/max';
export { softmaxGrad_f32 } from './reduce/softmax-grad';
export { softmax_f32 } from './reduce/softmax';
export { sumAll_f32, sumAllFinish_f32 } from './reduce/sum-all';
export { sumChannels_f32 } from './reduce/sum-channels';
export { sumIntegers_f32_u8, sumIntegers_f64_u8 } from './reduce/sum-integers';
export { sum_f32 } from './reduce/sum';
export { variance_f32 } from './reduce/variance';

// Matrix products and convolutions.
export { matmul_f32, matmulBias_f32 } from './product/matmul';
export { conv2d_f32, conv2dBias_f32 } from './conv/conv2d';
export { conv2dInputGrad_f32 } from './conv/conv2d-input-grad';
export { conv2dWeightGrad_f32, conv2dWeightGradFinish_f32 } from './conv/conv2d-weight-grad';
