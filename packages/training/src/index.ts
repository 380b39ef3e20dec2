export type { Callback, CallbackState } from './contract/callback.ts';
export type { Collective } from './contract/collective.ts';
export type { Metric, Metrics, Scores } from './contract/metric.ts';
export type { Store } from './contract/store.ts';
export type { EndEvent, EndReason, EpochEvent, StepEvent, TrainingEvent } from './contract/training-event.ts';
export type { TrainingAverage, TrainingOptimizer } from './contract/training-optimizer.ts';
export type { Loss, MixupOptions, TrainingOptions } from './contract/training-options.ts';
export type { StopOptions, TrainingSession } from './contract/training-session.ts';
export { type LayerSummary, type ModelSummary, summary } from './model/summary.ts';
