import { DTypeError, isTensor, ShapeError, shapeText, ValueError, valueText } from '@regopt/tensor';
import { checkWholeNumber } from './check-whole-number.ts';
import type { Dataset } from './dataset.ts';

/** How many examples a dataset has, after a check that it is one. `operation` begins the errors' sentences. */
export function checkDataset(operation: string, dataset: Dataset): number {
  const { inputs, targets, classes } = (dataset ?? {}) as Partial<Dataset>;
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
      `${operation}: inputs and targets have different counts of examples: ${shapeText(inputs.shape)} and ${shapeText(targets.shape)}.`,
    );
  }
  if (targets.dtype === 'i32' && targets.rank !== 1) {
    throw new ShapeError(
      `${operation}: i32 labels have the shape [examples], got ${shapeText(targets.shape)}.`,
    );
  }
  if (inputs.shape[0] === 0) throw new ShapeError(`${operation}: the dataset has no examples.`);
  if (classes !== undefined) checkWholeNumber(operation, 'classes', classes, 1);
  return inputs.shape[0]!;
}
