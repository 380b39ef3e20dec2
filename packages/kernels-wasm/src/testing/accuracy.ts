import { backward, parameter } from '@regopt/autograd';
import {
  type Backend,
  createReferenceBackend,
  type Shape,
  scope,
  sizeOf,
  type Tensor,
  tensor,
  withBackend,
} from '@regopt/tensor';
import { randomFloats } from './random-floats.ts';

/** An op and what it is run on. */
export interface AccuracyCase {
  readonly name: string;
  /** Of x, which takes the magnitude, and of further inputs in -1..1. */
  readonly shapes: readonly [Shape, ...Shape[]];
  readonly op: (x: Tensor, ...others: Tensor[]) => Tensor;
  /** How many of the inputs take the magnitude. Default 1. */
  readonly sized?: number;
  /** The largest number that the result can stand. Default: any. */
  readonly largest?: number;
  /** What errors of the result are parts of: its largest number, or the largest that the op gives for |x|. Default `'result'`. */
  readonly relativeTo?: 'result' | 'inputs';
}

/**
 * How far the result of an op on f32, and its gradients, lie from those of the same op in f64, whose inputs are the same
 * numbers: each as a part of the largest number of its tensor. A number that f32 cannot hold must be what f32 makes of it.
 */
export function errorsOf(backend: Backend, given: AccuracyCase, of: (value: number) => number): number[] {
  const inputs = given.shapes.map((shape, i) =>
    randomFloats(sizeOf(shape), 31 + i).map(i < (given.sized ?? 1) ? of : (value) => value),
  );
  const actual = compute(backend, given, inputs, 'f32');
  const exact = compute(createReferenceBackend(), given, inputs, 'f64');
  const scales = exact.slice();
  if (given.relativeTo === 'inputs') {
    const sizes = inputs.map((values) => values.map(Math.abs));
    scales[0] = compute(createReferenceBackend(), given, sizes, 'f64')[0]!;
  }
  return exact.map((values, t) => {
    let largest = 2 ** -126;
    for (const value of scales[t]!) {
      if (scales[t] !== values || Number.isFinite(Math.fround(value)))
        largest = Math.max(largest, Math.abs(value));
    }
    let worst = 0;
    for (const [i, value] of values.entries()) {
      if (Object.is(Math.fround(value), actual[t]![i])) continue;
      const error = Math.abs(actual[t]![i]! - value) / largest;
      worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
    }
    return worst;
  });
}

function compute(
  backend: Backend,
  { shapes, op }: AccuracyCase,
  inputs: readonly Float32Array[],
  dtype: 'f32' | 'f64',
): number[][] {
  return withBackend(backend, () =>
    scope(() => {
      const leaves = inputs.map((values, i) =>
        parameter(tensor(Float64Array.from(values), { shape: shapes[i], dtype })),
      );
      const y = op(leaves[0]!, ...leaves.slice(1));
      if (!y.requiresGrad) return [[...y.toArray()]];
      const gradient = tensor(Float64Array.from(randomFloats(y.size, 77)), { shape: y.shape, dtype });
      const gradients = backward(y, { gradient });
      return [y, ...leaves.map((leaf) => gradients.get(leaf))].map((each) => [...(each?.toArray() ?? [])]);
    }),
  );
}
