import { valueText } from '../check/option-fault.ts';
import { ShapeError } from '../errors.ts';

/** The length of each axis, first axis first. `[]` is a scalar. */
export type Shape = readonly number[];

/**
 * Number of elements: the product of the axes' lengths, 1 for a scalar.
 *
 * @example
 * ```ts
 * import { sizeOf } from '@regopt/tensor';
 * sizeOf([2, 3]); // 6
 * ```
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!;
  return size;
}

/**
 * Strides, in elements, of a row-major tensor without holes.
 *
 * @example
 * ```ts
 * import { rowMajorStrides } from '@regopt/tensor';
 * rowMajorStrides([2, 3, 4]); // [12, 4, 1]
 * ```
 */
export function rowMajorStrides(shape: Shape): number[] {
  if (shape.length === 1) return [1];
  if (shape.length === 2) return [shape[1]!, 1];
  const strides = copied(shape);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** True if the strides are row-major without holes. The stride of an axis of length 1 is ignored. */
export function isRowMajor(shape: Shape, strides: readonly number[]): boolean {
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis]!;
    if (length === 0) return true;
    if (length !== 1 && strides[axis] !== stride) return false;
    stride *= length;
  }
  return true;
}

/**
 * True if two shapes are equal axis by axis.
 *
 * @example
 * ```ts
 * import { sameShape } from '@regopt/tensor';
 * sameShape([2, 3], [3, 2]); // false
 * ```
 */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/**
 * A shape as error messages show it: `[2,3]`. A value that is not a shape is shown by `valueText`.
 *
 * @example
 * ```ts
 * import { shapeText } from '@regopt/tensor';
 * shapeText([2, 3]); // '[2,3]'
 * ```
 */
export function shapeText(shape: Shape): string {
  const plain = Array.isArray(shape) && [...shape].every((length) => typeof length === 'number');
  return plain ? `[${shape.join(',')}]` : valueText(shape);
}

/**
 * The shape that all given shapes broadcast to, as in NumPy: aligned at the last axis, each axis equal or 1.
 *
 * @throws ShapeError when an axis differs and neither length is 1.
 * @example
 * ```ts
 * import { broadcastShapes } from '@regopt/tensor';
 * broadcastShapes('add', [4, 1], [3]); // [4, 3]
 * ```
 */
export function broadcastShapes(operation: string, ...shapes: readonly Shape[]): Shape {
  let rank = 0;
  for (const shape of shapes) {
    if (!Array.isArray(shape)) failOnShape(operation, shape);
    rank = Math.max(rank, shape.length);
  }
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let axis = 0; axis < shape.length; axis++) {
      const at = rank - shape.length + axis;
      const length = shape[axis]!;
      if (result[at] === 1) result[at] = length;
      else if (length !== 1 && length !== result[at]) {
        throw new ShapeError(
          `${operation}: shapes do not broadcast: ${shapes.map(shapeText).join(' and ')}.`,
        );
      }
    }
  }
  return result;
}

/**
 * An axis counted from the front; a negative one counts from the back.
 *
 * @throws ShapeError, in the name of `operation`, for an axis that the rank does not have.
 * @example
 * ```ts
 * import { normalizeAxis } from '@regopt/tensor';
 * normalizeAxis('sum', -1, 3); // 2
 * ```
 */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || at < 0 || at >= rank) {
    throw new ShapeError(`${operation}: axis ${valueText(axis)} is outside a tensor of rank ${rank}.`);
  }
  return at;
}

/**
 * Axes counted from the front, sorted, each once; all axes when `axes` is left out.
 *
 * @throws ShapeError, in the name of `operation`, for an axis that the rank does not have or one that is
 *   given twice.
 * @example
 * ```ts
 * import { normalizeAxes } from '@regopt/tensor';
 * normalizeAxes('sum', [-1, 0], 3); // [0, 2]
 * normalizeAxes('sum', undefined, 2); // [0, 1]
 * ```
 */
export function normalizeAxes(
  operation: string,
  axes: number | readonly number[] | undefined,
  rank: number,
): number[] {
  const list: number[] = [];
  if (axes === undefined) for (let axis = 0; axis < rank; axis++) list.push(axis);
  else if (typeof axes === 'number') list.push(normalizeAxis(operation, axes, rank));
  else if (!Array.isArray(axes))
    throw new ShapeError(`${operation}: axes are a number or an array of them, got ${valueText(axes)}.`);
  else for (const axis of axes) list.push(normalizeAxis(operation, axis, rank));
  const sorted = list.length > 1 ? [...list].sort((a, b) => a - b) : list;
  if (sorted.some((axis, i) => axis === sorted[i - 1]))
    throw new ShapeError(`${operation}: an axis is named twice: ${shapeText(list)}.`);
  return sorted;
}

/** True for a shape: an array of whole numbers >= 0 with a product below 2^53. */
export function isShape(shape: Shape): boolean {
  if (!Array.isArray(shape)) return false;
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis]!;
    if (!(length >= 0 && Number.isSafeInteger(length))) return false;
    size *= length;
  }
  return size <= Number.MAX_SAFE_INTEGER;
}

/** A copy. The shapes of most tensors are short: a literal takes 7 ns and slice() 17 (Node 26). */
export function copied(list: readonly number[]): number[] {
  switch (list.length) {
    case 0:
      return [];
    case 1:
      return [list[0]!];
    case 2:
      return [list[0]!, list[1]!];
    case 4:
      return [list[0]!, list[1]!, list[2]!, list[3]!];
    default:
      return list.slice();
  }
}

/** Throws the error for a value that fails {@link isShape}. */
export function failOnShape(operation: string, shape: Shape): never {
  if (!Array.isArray(shape)) {
    const hint = typeof shape === 'number' ? `; write [${shape}]` : '';
    throw new ShapeError(`${operation}: a shape is an array of numbers, got ${shapeText(shape)}${hint}.`);
  }
  // Spread first: every() skips holes.
  if ([...shape].every((length) => Number.isSafeInteger(length) && length >= 0))
    throw new ShapeError(`${operation}: shape ${shapeText(shape)} has more than 2^53 elements.`);
  throw new ShapeError(`${operation}: a shape holds whole numbers >= 0, got ${shapeText(shape)}.`);
}

/**
 * Checks a shape given by a caller.
 *
 * @throws ShapeError, in the name of `operation`, unless it is an array of whole numbers >= 0 with a product
 *   below 2^53.
 */
export function checkShape(operation: string, shape: Shape): void {
  if (!isShape(shape)) failOnShape(operation, shape);
}
