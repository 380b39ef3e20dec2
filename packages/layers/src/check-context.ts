import { type Generator, nearestName, ValueError, valueText } from '@regopt/tensor';
import type { Context } from './context.ts';

const names = ['training', 'generator'] as const;

/**
 * Refuses a context that is no object, and one in which `training` or `generator` is misspelt, which would be an evaluation
 * in silence: where it is missing, and a similar name has a value of its kind. Other entries pass, such as a `trainingStep`
 * or a `generation` for layers of the user's own.
 */
export function checkContext(layer: string, context: Context): void {
  if (typeof context !== 'object' || context === null) {
    throw new ValueError(
      `${layer}: forward: the context is an object such as { training: true }, got ${valueText(context)}.`,
    );
  }
  for (const key in context) {
    if (names.some((name) => key.startsWith(name))) continue;
    const meant = key === 'train' ? 'training' : (nearestName(key, names) as keyof Context | undefined);
    const value = (context as Record<string, unknown>)[key];
    const fits =
      meant === 'training'
        ? typeof value === 'boolean'
        : typeof (value as Partial<Generator> | null | undefined)?.fork === 'function';
    if (meant !== undefined && fits && context[meant] === undefined)
      throw new ValueError(`${layer}: forward: unknown option "${key}"; did you mean "${meant}"?`);
  }
  const { training } = context;
  if (training !== undefined && typeof training !== 'boolean')
    throw new ValueError(`${layer}: forward: training is a boolean, got ${valueText(training)}.`);
}
