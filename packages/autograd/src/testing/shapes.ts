import type { Shape } from '@regopt/tensor';
import fc from 'fast-check';
import type { InputMaker, OpCase } from './make-inputs.ts';

/** Shapes of rank `min`..`max` with short axes, of length 0 and 1 too. */
export function anyShape(
  options: { minRank?: number; maxRank?: number; minLength?: number; maxLength?: number } = {},
): fc.Arbitrary<number[]> {
  const { minRank = 0, maxRank = 3, minLength = 0, maxLength = 4 } = options;
  return fc.array(fc.integer({ min: minLength, max: maxLength }), { minLength: minRank, maxLength: maxRank });
}

/** Two shapes that broadcast: each axis of either may be 1, and either may lack leading axes. */
export function broadcastPair(): fc.Arbitrary<[Shape, Shape]> {
  return anyShape().chain((shape) =>
    fc
      .tuple(operand(shape), fc.constant(shape))
      .chain(([a, b]) => fc.boolean().map((swap): [Shape, Shape] => (swap ? [b, a] : [a, b]))),
  );
}

function operand(shape: Shape): fc.Arbitrary<Shape> {
  return fc
    .tuple(
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      fc.integer({ min: 0, max: shape.length }),
    )
    .map(([ones, drop]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(drop));
}

/** Cases of an op on one tensor without options. */
export function unaryCases(): fc.Arbitrary<OpCase<Record<string, never>>> {
  return anyShape().map((shape) => ({ shapes: [shape], options: {} }));
}

/** Cases of an op on two tensors that broadcast, without options. */
export function binaryCases(): fc.Arbitrary<OpCase<Record<string, never>>> {
  return broadcastPair().map((shapes) => ({ shapes, options: {} }));
}

/**
 * Size 0, a scalar, one element, and broadcasting on both sides: every elementwise binary op must support
 * them.
 */
export const edgePairs: OpCase<Record<string, never>>[] = [
  [[0], [0]],
  [[], []],
  [[1], [1]],
  [
    [2, 0, 3],
    [1, 3],
  ],
  [
    [3, 1],
    [1, 4],
  ],
  [[2, 3], []],
].map(([a, b]) => ({ shapes: [a!, b!], options: {} }));

/** Size 0, a scalar and one element. */
export const edgeShapes: OpCase<Record<string, never>>[] = [[0], [], [1], [2, 0]].map((shape) => ({
  shapes: [shape],
  options: {},
}));

/** Cases of an op on one tensor that reduces axes: shape, axes (or all) and keepDims. */
export function reduceCases(
  options: { minLength?: number } = {},
): fc.Arbitrary<OpCase<{ axis?: number | number[]; keepDims?: boolean }>> {
  return anyShape({ minRank: 1, minLength: options.minLength ?? 0 }).chain((shape) =>
    fc
      .tuple(fc.subarray(shape.map((_, axis) => axis)), fc.boolean(), fc.constantFrom('all', 'one', 'some'))
      .map(([axes, keepDims, kind]) => {
        const axis = kind === 'all' ? undefined : kind === 'one' || axes.length === 0 ? -1 : axes;
        return { shapes: [shape], options: axis === undefined ? { keepDims } : { axis, keepDims } };
      }),
  );
}

/**
 * Values at least 1/4 from 0, of either sign: for ops with a kink at 0, where differences do not approximate
 * a derivative.
 */
export const awayFromZero: InputMaker = {
  make: (uniform) =>
    uniform.map((u) => Math.round((u < 0.5 ? -2 + 3.5 * u : 0.25 + 3.5 * (u - 0.5)) * 1024) / 1024),
};

/**
 * Multiples of 1/16 that all differ by at least that much: for ops with a kink where two values are equal.
 */
export const distinct: InputMaker = {
  make: (uniform) => {
    const order = Array.from(uniform.keys()).sort((a, b) => uniform[a]! - uniform[b]!);
    const values = new Float64Array(uniform.length);
    order.forEach((at, rank) => {
      values[at] = (rank - uniform.length / 2) / 16;
    });
    return values;
  },
};
