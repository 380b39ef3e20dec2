import { ShapeError, ValueError } from './errors.ts';
import type { Shape } from './shape.ts';
import type { NestedArray } from './tensor.ts';

/** The length of each level of nested arrays, as their first entries have it. */
export function nestingOf(values: NestedArray): number[] {
  const shape: number[] = [];
  let level: NestedArray | undefined = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

/** Appends the numbers of nested arrays to `into`, row by row; throws where they are not of the given shape. */
export function flatten(values: NestedArray, shape: Shape, axis: number, into: number[]): void {
  if (axis === shape.length) {
    if (Array.isArray(values)) {
      throw new ShapeError(
        `tensor: nested arrays are ragged: an array at axis ${axis}, where the first has a number.`,
      );
    }
    if (typeof values !== 'number')
      throw new ValueError(`tensor: an element is a ${typeof values}, not a number.`);
    into.push(values);
    return;
  }
  if (!Array.isArray(values) || values.length !== shape[axis]) {
    const length = Array.isArray(values) ? `${values.length} entries` : 'a number';
    throw new ShapeError(
      `tensor: nested arrays are ragged: ${length} at axis ${axis}, where the first has ${shape[axis]}.`,
    );
  }
  for (const entry of values) flatten(entry, shape, axis + 1, into);
}
