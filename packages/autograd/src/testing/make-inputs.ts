import {
  createGenerator,
  createReferenceBackend,
  type DType,
  type Shape,
  sizeOf,
  type Tensor,
  tensor,
  uniform,
  withBackend,
} from '@regopt/tensor';

/** One call of an op: the shapes of its inputs and its options. */
export interface OpCase<Options> {
  readonly shapes: readonly Shape[];
  readonly options: Options;
}

/** Makes an input that is not a plain range of fractions: labels, indices, masks, well separated values. */
export interface InputMaker {
  readonly dtype?: DType;
  readonly make: (uniform: Float64Array, shape: Shape, options: unknown) => ArrayLike<number>;
}

/** For each input, its range or how to make it; undefined is -2..2. */
export type InputDomain = readonly (readonly [low: number, high: number] | InputMaker | undefined)[];

/** Inputs of an op's call from a seed, by the rule for each; the same numbers in either dtype. */
export function makeInputs<Options>(
  { shapes, options }: OpCase<Options>,
  domain: InputDomain,
  seed: number,
  dtype: 'f32' | 'f64',
): Tensor[] {
  return shapes.map((shape, i) => {
    const numbers = withBackend(createReferenceBackend(), () =>
      Float64Array.from(uniform([sizeOf(shape)], createGenerator(seed).fork(i), { dtype: 'f64' }).toArray()),
    );
    const rule = domain[i];
    if (rule !== undefined && 'make' in rule) {
      const values = rule.make(numbers, shape, options);
      return tensor(Array.from(values), { shape, dtype: rule.dtype ?? dtype });
    }
    const [low, high] = (rule as readonly [number, number] | undefined) ?? [-2, 2];
    // Multiples of 2^-10 are exact in both dtypes, so that f32 and f64 see the same numbers.
    const grid = numbers.map((u) => Math.round((low + (high - low) * u) * 1024) / 1024);
    return tensor(grid, { shape, dtype });
  });
}
