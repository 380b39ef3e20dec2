import {
  checkOptions,
  type Generator,
  isTensor,
  nearestName,
  type OptionKinds,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import type { Context, StatisticsCollector } from './layer.ts';

/** Throws ValueError unless each of the named options is a whole number >= 1. */
export function checkCount(layer: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ValueError(`${layer}: ${name} is a whole number >= 1, got ${valueText(value)}.`);
    }
  }
}

/** The parameters as a list, after checking them and the strengths. */
export function checkPenalty(
  penalty: string,
  parameters: Iterable<Tensor>,
  strengths: Readonly<Record<string, number>>,
): [Tensor, ...Tensor[]] {
  for (const [name, strength] of Object.entries(strengths)) {
    if (!(Number.isFinite(strength) && strength >= 0))
      throw new ValueError(`${penalty}: ${name} is a finite number >= 0, got ${valueText(strength)}.`);
  }
  const given: unknown = parameters;
  const tensors: unknown[] = Symbol.iterator in Object(given) ? [...parameters] : [given];
  if (!tensors.every(isTensor))
    throw new ValueError(
      `${penalty}: takes tensors, as parameters(model) gives them, got ${valueText(given)}.`,
    );
  const [first, ...others] = tensors;
  if (first === undefined) throw new ValueError(`${penalty}: no parameters were given.`);
  return [first, ...others];
}

/**
 * The generator of options, after checking them against `kinds`; without one, an error that says how to pass
 * it.
 */
export function requireGenerator(
  who: string,
  call: string,
  options: { readonly generator?: Generator | undefined },
  kinds?: OptionKinds<object>,
): Generator {
  // First: it recognizes a misspelt generator.
  if (kinds !== undefined && options !== undefined) checkOptions<object>(who, options, kinds);
  if (options?.generator === undefined) {
    throw new ValueError(`${who}: draws random numbers and was given no generator: ${call}.`);
  }
  const { generator } = options;
  if (typeof generator?.fork !== 'function') {
    throw new ValueError(
      `${who}: generator is what createGenerator(seed) gives, got ${valueText(generator)}.`,
    );
  }
  return generator;
}

const contextNames = ['training', 'generator', 'statistics'] as const;

/**
 * Refuses a context that is not an object, and one with a misspelt entry, which would silently mean another
 * mode: the entry is missing, and a similar name has a value of its kind. Other entries are allowed, such as
 * `trainingStep` or `generation` for a user's own layers.
 */
export function checkContext(layer: string, context: Context): void {
  if (typeof context !== 'object' || context === null) {
    throw new ValueError(
      `${layer}: forward: the context is an object such as { training: true }, got ${valueText(context)}.`,
    );
  }
  for (const key in context) {
    if (contextNames.some((name) => key.startsWith(name))) continue;
    const meant =
      key === 'train' ? 'training' : (nearestName(key, contextNames) as keyof Context | undefined);
    const value = (context as Record<string, unknown>)[key];
    const fits =
      meant === 'training'
        ? typeof value === 'boolean'
        : meant === 'statistics'
          ? isCollector(value)
          : typeof (value as Partial<Generator> | null | undefined)?.fork === 'function';
    if (meant !== undefined && fits && context[meant] === undefined)
      throw new ValueError(`${layer}: forward: unknown option "${key}"; did you mean "${meant}"?`);
  }
  const { training, statistics } = context;
  if (training !== undefined && typeof training !== 'boolean')
    throw new ValueError(`${layer}: forward: training is a boolean, got ${valueText(training)}.`);
  if (statistics !== undefined && !isCollector(statistics))
    throw new ValueError(
      `${layer}: forward: statistics is a collector, as partStatistics() gives one, ` +
        `got ${valueText(statistics)}.`,
    );
}

const isCollector = (value: unknown): boolean =>
  typeof (value as Partial<StatisticsCollector> | null | undefined)?.add === 'function';

/** The generator of a training pass, or an error that says how to pass one. */
export function drawFrom(layer: string, context: Context): Generator {
  return requireGenerator(
    layer,
    'pass forward(x, { training: true, generator: createGenerator(seed) })',
    context,
  );
}
