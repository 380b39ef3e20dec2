import { type DType, type Tensor, tensor } from '@regopt/tensor';

/** One call of an op with PyTorch's results: see tools/goldens. */
export interface GoldenCase {
  readonly name: string;
  readonly inputs: GoldenValues[];
  readonly options: Record<string, unknown>;
  readonly output: GoldenValues;
  readonly outputGradient: GoldenValues;
  readonly gradients: (GoldenValues | null)[];
}

/** A tensor in a golden file; numbers that are not finite are strings. */
export interface GoldenValues {
  readonly shape: number[];
  readonly data: (number | string)[];
  readonly dtype?: DType;
}

/** A golden tensor as a Tensor. */
export function goldenTensor(golden: GoldenValues, dtype: DType): Tensor {
  return tensor(golden.data.map(Number), { shape: golden.shape, dtype });
}

/** A golden tensor as `expectClose` takes it. */
export function goldenValues(golden: GoldenValues): { shape: number[]; data: Float64Array } {
  return { shape: golden.shape, data: Float64Array.from(golden.data, Number) };
}
