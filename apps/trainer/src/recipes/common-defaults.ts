import type { RecipeDefaults } from './recipe.ts';

/** Defaults shared by the recipes; most of them turn an option off. */
export const commonDefaults = {
  momentum: 0.9,
  maxGradNorm: null,
  labelSmoothing: 0,
  l1: 0,
  inputNoise: 0,
  labelNoise: 0,
  trainSize: null,
  warmupSteps: 0,
} as const satisfies Partial<RecipeDefaults>;
