import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { recipeConfig } from '../config/resolve-config.ts';
import { makeOptimizer, optimizerNames } from './optimizers.ts';

describe('the optimizer of a run', () => {
  it.each(optimizerNames)('%s has every option of the rule, with its defaults', (name) => {
    const { optimizer } = recipeConfig('moons', { optimizer: { name } });
    const [group] = makeOptimizer([tensor([1])], optimizer).groups;
    const { maximize, ...settings } = { maximize: undefined, ...group!.settings };
    expect(maximize).toBe(false);
    expect(optimizer).toEqual({ name, ...settings });
  });

  it('is given the options of the config', () => {
    const changes = { name: 'adamw', learningRate: 0.5, betas: [0.5, 0.6], epsilon: 1e-3, amsgrad: true };
    const { optimizer } = recipeConfig('moons', { optimizer: changes });
    const [group] = makeOptimizer([tensor([1])], optimizer).groups;
    const { name: _, ...options } = optimizer;
    expect(group!.settings).toEqual({ ...options, maximize: false });
  });
});
