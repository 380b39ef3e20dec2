export {
  type ClipGradNormOptions,
  clipFactorKernel,
  clipGradNorm,
  scaleByKernel,
} from './clip/clip-grad-norm.ts';
export { clampInPlaceKernel, clipGradValue } from './clip/clip-grad-value.ts';
export type { ClippedGradients } from './clip/clipped-gradients.ts';
export type { GradientSource, Gradients } from './gradients.ts';
export type { LoadedState, LoadStateOptions, StateEntry } from './load-state.ts';
export { Optimizer } from './optimizer.ts';
export type { OptimizerGroup } from './optimizer-group.ts';
export type { GroupSource, NamedParameters, ParameterSource } from './parameter-groups.ts';
export { type AdamOptions, adam, adamAmsgradKernel, adamKernel } from './rules/adam.ts';
export { type AdamwOptions, adamw, adamwAmsgradKernel, adamwKernel } from './rules/adamw.ts';
export { type SgdOptions, sgd, sgdKernel, sgdPlainKernel } from './rules/sgd.ts';
export { defineUpdateKernel, type UpdateLoop } from './update-kernel.ts';
export type { RuleSettings, UpdateRule } from './update-rule.ts';
