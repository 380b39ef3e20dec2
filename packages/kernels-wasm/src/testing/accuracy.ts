import { backward, parameter } from '@regopt/autograd';
import {
  type Backend,
  createReferenceBackend,
  type Shape,
  scope,
  sizeOf,
  type Tensor,
  type TypedArray,
  tensor,
  withBackend,
} from '@regopt/tensor';
import { randomFloats } from './random-floats.ts';

/** An op and its inputs. */
export interface AccuracyCase {
  readonly name: string;
  /** Shapes of x, which has the magnitude, and of further inputs in -1..1. */
  readonly shapes: readonly [Shape, ...Shape[]];
  readonly op: (x: Tensor, ...others: Tensor[]) => Tensor;
  /** Number of inputs that have the magnitude. Default 1. */
  readonly sized?: number;
  /** Max input for which the result does not overflow. Default: any. */
  readonly largest?: number;
  /** Errors are relative to the result's max, or to the max of the op on |x|. Default `'result'`. */
  readonly relativeTo?: 'result' | 'inputs';
}

/**
 * For each back end, distances of an op's result on f32, and of its gradients, from those of the same op in
 * f64 on the same numbers, each relative to its tensor's max. A number that f32 cannot represent must be what
 * f32 rounds it to.
 */
export function errorsOf(
  backends: readonly Backend[],
  given: AccuracyCase,
  of: (value: number) => number,
): number[][] {
  const inputs = given.shapes.map((shape, i) =>
    randomFloats(sizeOf(shape), 31 + i).map(i < (given.sized ?? 1) ? of : (value) => value),
  );
  const exact = compute(createReferenceBackend(), given, inputs, 'f64');
  const scales = exact.map((values) => largestOf(values, (value) => Number.isFinite(Math.fround(value))));
  if (given.relativeTo === 'inputs') {
    const sizes = inputs.map((values) => values.map(Math.abs));
    scales[0] = largestOf(compute(createReferenceBackend(), given, sizes, 'f64')[0]!, () => true);
  }
  return backends.map((backend) => {
    const actual = compute(backend, given, inputs, 'f32');
    return exact.map((values, t) => worstError(actual[t]!, values, scales[t]!));
  });
}

/** Max absolute value of the numbers that `counts` accepts. */
function largestOf(values: TypedArray, counts: (value: number) => boolean): number {
  let largest = 2 ** -126;
  for (const value of values) if (counts(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function worstError(actual: TypedArray, exact: TypedArray, scale: number): number {
  let worst = 0;
  for (const [i, value] of exact.entries()) {
    if (Object.is(Math.fround(value), actual[i])) continue;
    const error = Math.abs(actual[i]! - value) / scale;
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }
  return worst;
}

function compute(
  backend: Backend,
  { shapes, op }: AccuracyCase,
  inputs: readonly Float32Array[],
  dtype: 'f32' | 'f64',
): TypedArray[] {
  return withBackend(backend, () =>
    scope(() => {
      const leaves = inputs.map((values, i) =>
        parameter(tensor(Float64Array.from(values), { shape: shapes[i], dtype })),
      );
      const y = op(leaves[0]!, ...leaves.slice(1));
      if (!y.requiresGrad) return [y.toArray()];
      const gradient = tensor(Float64Array.from(randomFloats(y.size, 77)), { shape: y.shape, dtype });
      const gradients = backward(y, { gradient });
      return [y, ...leaves.map((leaf) => gradients.get(leaf))].map(
        (each) => each?.toArray() ?? new Float64Array(),
      );
    }),
  );
}
