export { type EarlyStoppingOptions, earlyStopping } from './callbacks/early-stopping.ts';
export type { NonFinitePlace } from './callbacks/find-non-finite.ts';
export { type JsonLinesOptions, jsonLines } from './callbacks/json-lines.ts';
export {
  type Monitor,
  type MonitorOptions,
  type MonitorRecord,
  monitor,
  type NumbersByName,
} from './callbacks/monitor.ts';
export {
  type NonFinite,
  type NonFiniteGuard,
  type NonFiniteGuardOptions,
  nonFiniteGuard,
} from './callbacks/non-finite-guard.ts';
export { stepLimit } from './callbacks/step-limit.ts';
export { timeLimit } from './callbacks/time-limit.ts';
export { decodeCheckpoint, encodeCheckpoint } from './checkpoint/checkpoint-file.ts';
export { type CheckpointsOptions, checkpoints } from './checkpoint/checkpoints.ts';
export { type LoadedCheckpoint, type LoadLatestOptions, loadLatest } from './checkpoint/generations.ts';
export { loadModel } from './checkpoint/load-model.ts';
export { solo } from './collective/solo.ts';
export type { Callback, CallbackState } from './contract/callback.ts';
export type { Collective } from './contract/collective.ts';
export type { Metric, Metrics, Scores } from './contract/metric.ts';
export type { Store } from './contract/store.ts';
export type { EndEvent, EndReason, EpochEvent, StepEvent, TrainingEvent } from './contract/training-event.ts';
export type { TrainingAverage, TrainingOptimizer } from './contract/training-optimizer.ts';
export type { Loss, MixupOptions, TrainingOptions } from './contract/training-options.ts';
export type { SessionState, StopOptions, TrainingSession } from './contract/training-session.ts';
export { type EvaluateOptions, evaluate } from './evaluate/evaluate.ts';
export { accuracy } from './metrics/accuracy.ts';
export { type CalibrationErrorOptions, calibrationError } from './metrics/calibration-error.ts';
export type { ClassCounts } from './metrics/class-counts.ts';
export type { Average, AverageOptions } from './metrics/class-scores.ts';
export { confusion } from './metrics/confusion.ts';
export { f1 } from './metrics/f1.ts';
export { meanAbsoluteError } from './metrics/mean-absolute-error.ts';
export { precision } from './metrics/precision.ts';
export { r2 } from './metrics/r2.ts';
export { recall } from './metrics/recall.ts';
export { rocAuc } from './metrics/roc-auc.ts';
export { rootMeanSquaredError } from './metrics/root-mean-squared-error.ts';
export { topK } from './metrics/top-k.ts';
export {
  type FindLearningRateOptions,
  findLearningRate,
  type LearningRateTest,
} from './model/find-learning-rate.ts';
export type { LayerSummary, ModelSummary } from './model/model-summary.ts';
export { type PredictOptions, predict } from './model/predict.ts';
export { type PredictLabelsOptions, predictLabels } from './model/predict-labels.ts';
export { summary } from './model/summary.ts';
export { type UpdateBatchNormOptions, updateBatchNorm } from './model/update-batch-norm.ts';
export { type FitOptions, type FitResult, fit } from './session/fit.ts';
export { training } from './session/training.ts';
export { memoryStore } from './store/memory-store.ts';
