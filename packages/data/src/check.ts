import {
  createGenerator,
  DTypeError,
  FormatError,
  isTensor,
  ShapeError,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import type { Dataset } from './dataset.ts';

/** Throws a ValueError unless `value` is a whole number of at least `least`. */
export function checkWholeNumber(operation: string, option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ValueError(`${operation}: ${option} is a whole number >= ${least}, got ${value}.`);
  }
}

/** Throws a ValueError unless `value` is a whole number in 0..`largest`. */
export function checkPlace(operation: string, option: string, value: number, largest: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > largest) {
    throw new ValueError(`${operation}: ${option} is a whole number in 0..${largest}, got ${value}.`);
  }
}

/** Throws a ValueError without a seed. There is no default, so that equal calls give equal numbers. */
export function checkSeed(operation: string, seed: number | bigint): void {
  if (typeof seed !== 'number' && typeof seed !== 'bigint') {
    throw new ValueError(
      `${operation}: seed is a whole number, ` +
        `which gives the same random numbers each time, got ${valueText(seed)}.`,
    );
  }
  createGenerator(seed);
}

/** Number of examples of a dataset, after checking it. `operation` begins the error messages. */
export function checkDataset(operation: string, dataset: Dataset): number {
  const { inputs, targets, classes, weights } = (dataset ?? {}) as Partial<Dataset>;
  if (!isTensor(inputs) || !isTensor(targets)) {
    throw new ValueError(
      `${operation}: a dataset is { inputs, targets, classes? } with two tensors, got ${valueText(dataset)}.`,
    );
  }
  if (inputs.dtype !== 'u8' && inputs.dtype !== 'f32') {
    throw new DTypeError(`${operation}: inputs are u8 or f32, got ${inputs.dtype}. Use cast().`);
  }
  if (targets.dtype !== 'i32' && targets.dtype !== 'f32') {
    throw new DTypeError(
      `${operation}: targets are i32 labels or f32 values, got ${targets.dtype}. Use cast().`,
    );
  }
  if (!inputs.contiguous || !targets.contiguous) {
    throw new ShapeError(
      `${operation}: inputs and targets lie row by row in memory; call contiguous() on the view first.`,
    );
  }
  if (inputs.rank === 0 || targets.rank === 0 || inputs.shape[0] !== targets.shape[0]) {
    throw new ShapeError(
      `${operation}: inputs and targets have different counts of examples: ${shapeText(inputs.shape)} ` +
        `and ${shapeText(targets.shape)}.`,
    );
  }
  if (targets.dtype === 'i32' && targets.rank !== 1) {
    throw new ShapeError(
      `${operation}: i32 labels have the shape [examples], got ${shapeText(targets.shape)}.`,
    );
  }
  if (inputs.shape[0] === 0) throw new ShapeError(`${operation}: the dataset has no examples.`);
  if (classes !== undefined) checkWholeNumber(operation, 'classes', classes, 1);
  if (weights !== undefined) checkWeights(operation, weights, inputs.shape[0]!);
  return inputs.shape[0]!;
}

function checkWeights(operation: string, weights: Tensor, count: number): void {
  if (!isTensor(weights))
    throw new ValueError(`${operation}: weights are a tensor, got ${valueText(weights)}. Use withWeights().`);
  if (weights.dtype !== 'f32')
    throw new DTypeError(`${operation}: weights are f32, got ${weights.dtype}. Use cast().`);
  if (weights.rank !== 1 || weights.shape[0] !== count || !weights.contiguous) {
    throw new ShapeError(
      `${operation}: weights have one number for each of ${count} examples, in a row, got the shape ` +
        `${shapeText(weights.shape)}.`,
    );
  }
}

/** Throws a FormatError that names the first label outside 0..classes-1 and its index. */
export function refuseLabelOutOfRange(label: string, labels: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    const value = labels[i];
    if (!(Number.isInteger(value) && value! >= 0 && value! < classes)) {
      throw new FormatError(
        `${label}: label ${value} at index ${i} is not a whole number in 0..${classes - 1}.`,
      );
    }
  }
}
