export { type EmaOptions, ema } from './average/ema.ts';
export { swa } from './average/swa.ts';
export { averageWeightsKernel, WeightAverage } from './average/weight-average.ts';
export {
  type ClipGradNormOptions,
  type ClippedGradients,
  clipFactorKernel,
  clipGradNorm,
  scaleByKernel,
} from './clip/clip-grad-norm.ts';
export { clampInPlaceKernel, clipGradValue } from './clip/clip-grad-value.ts';
export type { GradientSource, Gradients } from './gradients.ts';
export type { LoadedState, LoadStateOptions, StateEntry } from './load-state.ts';
export { Optimizer } from './optimizer.ts';
export type { OptimizerGroup } from './optimizer-group.ts';
export type { GroupRate, OptimizerRates } from './optimizer-rates.ts';
export type { Given, GroupSource, NamedParameters, ParameterSource } from './parameter-groups.ts';
export { adam } from './rules/adam.ts';
export {
  type AdamOptions,
  adamAmsgradKernel,
  adamKernel,
  adamwAmsgradKernel,
  adamwKernel,
} from './rules/adam-rule.ts';
export { type AdamwOptions, adamw } from './rules/adamw.ts';
export { type LionOptions, lion, lionKernel } from './rules/lion.ts';
export { type SgdOptions, sgd, sgdKernel, sgdPlainKernel } from './rules/sgd.ts';
export { defineUpdateKernel, type HyperPlaces, type UpdateKernel, type UpdateLoop } from './update-kernel.ts';
export type { RuleSettings, UpdateRule } from './update-rule.ts';
