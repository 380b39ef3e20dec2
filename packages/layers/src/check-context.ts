import { nearestName, ValueError, valueText } from '@regopt/tensor';
import type { Context } from './context.ts';

const names = ['training', 'generator'];

/**
 * Refuses a context that is no object, and one in which `training` or `generator` is misspelt, which would be an evaluation
 * in silence. Other entries pass: a user's layers may be told more.
 */
export function checkContext(layer: string, context: Context): void {
  if (typeof context !== 'object' || context === null) {
    throw new ValueError(
      `${layer}: forward: the context is an object such as { training: true }, got ${valueText(context)}.`,
    );
  }
  for (const key in context) {
    if (key === 'training' || key === 'generator') continue;
    const meant = key === 'train' ? 'training' : nearestName(key, names);
    if (meant !== undefined)
      throw new ValueError(`${layer}: forward: unknown option "${key}"; did you mean "${meant}"?`);
  }
  const { training } = context;
  if (training !== undefined && typeof training !== 'boolean')
    throw new ValueError(`${layer}: forward: training is a boolean, got ${valueText(training)}.`);
}
