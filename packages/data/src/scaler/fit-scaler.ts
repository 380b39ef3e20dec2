import {
  DTypeError,
  isTensor,
  ShapeError,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { unitOf } from '../loader/normalization.ts';
import { moments } from './moments.ts';

/** Mean and standard deviation of each column: plain numbers, which JSON keeps exactly. */
export interface Scaler {
  readonly mean: readonly number[];
  /** > 0. */
  readonly standardDeviation: readonly number[];
}

/**
 * Mean and (biased) standard deviation of each column of a tensor `[examples, columns, ...]`, axis 1, over
 * examples and later axes; a tensor of rank 1 is one column. A constant column gets the deviation 1, as in
 * scikit-learn's StandardScaler. Bytes are divided by 255. Two passes in f64.
 *
 * Fit it on the training part only, and use it for every part: as the loader's `normalize` for inputs, by
 * {@link scale} for targets, and by `unscale` to return predictions to the targets' unit. It is plain JSON:
 * save it beside the model.
 *
 * @throws ValueError for what is not a tensor; ShapeError for one without values; DTypeError for integers
 *   other than bytes; ValueError for a value that is not finite, with its column.
 * @example
 * ```ts
 * import { fitScaler } from '@regopt/data';
 * import { tensor } from '@regopt/tensor';
 * await fitScaler(tensor([[1, 10], [3, 10]])); // { mean: [2, 10], standardDeviation: [1, 1] }
 * ```
 */
export async function fitScaler(values: Tensor): Promise<Scaler> {
  if (!isTensor(values)) {
    throw new ValueError(
      `fitScaler: takes a tensor, such as train.inputs or train.targets, got ${valueText(values)}.`,
    );
  }
  if (values.dtype === 'i32') {
    throw new DTypeError(
      'fitScaler: i32 values are labels or indices, which have no scale. Use cast() if they are numbers.',
    );
  }
  if (values.rank === 0 || values.size === 0)
    throw new ShapeError(`fitScaler: needs examples with values, got the shape ${shapeText(values.shape)}.`);
  const count = values.shape[0]!;
  const channels = values.shape[1] ?? 1;
  const layout = { count, channels, spatial: values.size / (count * channels) };
  const read = await values.read();
  const unit = unitOf(values);
  const mean: number[] = [];
  const standardDeviation: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const found = moments(read, layout, channel);
    if (!Number.isFinite(found.mean) || !Number.isFinite(found.variance)) {
      const others = (i: number) => Math.floor(i / layout.spatial) % channels !== channel;
      throw new ValueError(
        read.every((value, i) => others(i) || Number.isFinite(value))
          ? `fitScaler: column ${channel} has values whose mean or deviation is beyond f64. Use another unit.`
          : `fitScaler: column ${channel} has a value that is not finite.`,
      );
    }
    mean.push(found.mean * unit);
    standardDeviation.push(Math.sqrt(found.variance) * unit || 1);
  }
  return { mean, standardDeviation };
}
