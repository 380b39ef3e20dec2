import type { Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless each of the named options is a whole number >= `least`. */
export function checkWhole(operation: string, values: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || value < least)
      throw new ValueError(`${operation}: ${name} is a whole number >= ${least}, got ${valueText(value)}.`);
  }
}

/** Refuses what is not a layer. */
export function checkLayer(operation: string, model: Layer): void {
  if (typeof model?.forward !== 'function')
    throw new ValueError(`${operation}: needs a model with a forward function, got ${valueText(model)}.`);
}

/** Refuses what is not a loader. */
export function checkLoader(operation: string, option: string, loader: Loader): void {
  if (typeof loader?.epoch !== 'function')
    throw new ValueError(
      `${operation}: ${option} is a loader: createLoader(dataset, { batchSize }), got ${valueText(loader)}.`,
    );
}
