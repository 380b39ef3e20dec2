import { OutOfMemoryError, ShapeError, ValueError } from '../errors.ts';
import { checkShape, type Shape, shapeText, sizeOf } from '../shape/shape.ts';
import { typedArray } from './dtype.ts';

/** Numbers in nested arrays, as deep as a tensor has axes. */
export type NestedArray = number | NestedArray[];

/** Max depth, as in NumPy. */
const maxDepth = 64;

/** The length of each level of nested arrays, along their first entries. */
export function nestingOf(values: NestedArray): number[] {
  const shape: number[] = [];
  let level: NestedArray | undefined = values;
  while (Array.isArray(level)) {
    if (shape.length === maxDepth) {
      throw new ShapeError(
        `tensor: arrays are nested more than ${maxDepth} deep, or one of them holds itself.`,
      );
    }
    shape.push(level.length);
    level = level[0];
  }
  return shape;
}

/** The numbers of nested arrays, row-major. Throws if they do not have the given shape. */
export function flatten(values: NestedArray, shape: Shape): ArrayLike<number> {
  // Before allocating: arrays may share entries, so that few of them have more numbers than fit.
  checkShape('tensor', shape);
  const into = typedArray('f64', sizeOf(shape), 'tensor');
  let at = 0;
  const visit = (entry: NestedArray, axis: number): void => {
    if (axis === shape.length) {
      if (Array.isArray(entry)) {
        throw new ShapeError(
          `tensor: nested arrays are ragged: an array at axis ${axis}, where the first has a number.`,
        );
      }
      if (typeof entry !== 'number')
        throw new ValueError(`tensor: an element is a ${typeof entry}, not a number.`);
      into[at++] = entry;
      return;
    }
    if (!Array.isArray(entry) || entry.length !== shape[axis]) {
      const length = Array.isArray(entry) ? `${entry.length} entries` : 'a number';
      throw new ShapeError(
        `tensor: nested arrays are ragged: ${length} at axis ${axis}, where the first has ${shape[axis]}.`,
      );
    }
    for (const each of entry) visit(each, axis + 1);
  };
  visit(values, 0);
  return into;
}

/**
 * Throws before nested arrays fill the engine's heap (2 GB or more), which would end the process without an
 * error.
 */
export function checkNested(operation: string, shape: Shape): void {
  let arrays = 1;
  let bytes = 8;
  for (const length of shape) {
    bytes += 64 * arrays;
    arrays *= length;
  }
  bytes += 8 * arrays;
  if (bytes > 2 ** 30) {
    throw new OutOfMemoryError(
      `${operation}: ${shapeText(shape)} takes about ${bytes} bytes in nested arrays, and 2^30 are ` +
        'allowed. Use toArray().',
    );
  }
}
