import {
  checkOptions,
  DTypeError,
  empty,
  isTensor,
  type OptionKinds,
  run,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  valueText,
  withBackend,
} from '@regopt/tensor';
import { gatherNormalizeKernel } from '../loader/gather-normalize.ts';
import { channelAffine } from '../loader/normalization.ts';
import type { Scaler } from './fit-scaler.ts';

const kinds: OptionKinds<Scaler> = { mean: 'array', standardDeviation: 'array' };

/**
 * (values - mean) / standardDeviation per column, axis 1, as f32: for regression targets, whose unit the loss
 * would have otherwise. Bytes are divided by 255 first. A constant of autograd.
 *
 * @param values `[examples, columns, ...]` or `[examples]`, f32 or u8
 * @throws ShapeError for another count of columns than the scaler has; DTypeError for other types;
 *   ValueError for what is not a scaler.
 * @example
 * ```ts
 * import { fitScaler, noisyCurve, scale } from '@regopt/data';
 * const train = noisyCurve({ count: 100, seed: 1 });
 * const scaler = await fitScaler(train.targets);
 * const scaled = { ...train, targets: scale(train.targets, scaler) }; // a dataset to train on
 * scaled.targets.shape; // [100, 1]
 * ```
 */
export function scale(values: Tensor, scaler: Scaler): Tensor {
  checkScaler('scale', values, scaler);
  return affineByColumn(values, channelAffine('scale', values, scaler, 'scaler'));
}

/**
 * values * standardDeviation + mean per column, axis 1: the inverse of {@link scale}, which returns
 * predictions to the unit of the targets. A constant of autograd.
 *
 * @param values `[examples, columns, ...]` or `[examples]`, f32
 * @throws ShapeError for another count of columns than the scaler has; DTypeError for other types;
 *   ValueError for what is not a scaler.
 * @example
 * ```ts
 * import { unscale } from '@regopt/data';
 * import { tensor } from '@regopt/tensor';
 * const scaler = { mean: [20], standardDeviation: [5] };
 * unscale(tensor([[0], [1], [-2]]), scaler).toNested(); // [[20], [25], [10]]
 * ```
 */
export function unscale(values: Tensor, scaler: Scaler): Tensor {
  checkScaler('unscale', values, scaler);
  if (values.dtype !== 'f32')
    throw new DTypeError(`unscale: values are f32, got ${values.dtype}. Use cast().`);
  // Checks the scaler against the values.
  channelAffine('unscale', values, scaler, 'scaler');
  const { mean, standardDeviation } = scaler;
  const affine = new Float32Array(3 * mean.length);
  mean.forEach((center, column) => {
    affine[mean.length + column] = standardDeviation[column]! || 1;
    affine[2 * mean.length + column] = center;
  });
  return affineByColumn(values, affine);
}

function checkScaler(operation: string, values: Tensor, scaler: Scaler): void {
  if (!isTensor(values)) throw new ValueError(`${operation}: takes a tensor, got ${valueText(values)}.`);
  if (values.dtype !== 'f32' && values.dtype !== 'u8')
    throw new DTypeError(`${operation}: values are f32 or u8, got ${values.dtype}. Use cast().`);
  if (values.rank === 0 || !values.contiguous) {
    throw new ShapeError(`${operation}: values lie row by row in memory; call contiguous() on a view first.`);
  }
  checkOptions(`${operation}: scaler`, scaler, kinds);
  if (scaler.mean === undefined || scaler.standardDeviation === undefined)
    throw new ValueError(`${operation}: scaler is what fitScaler gives, got ${valueText(scaler)}.`);
}

/** (values - affine[0]) * affine[1] + affine[2] per column. */
function affineByColumn(values: Tensor, affine: Float32Array): Tensor {
  const count = values.shape[0]!;
  const channels = affine.length / 3;
  return withBackend(values.storage.backend, () =>
    scope(() => {
      const result = empty(values.shape);
      if (values.size === 0) return result;
      const rows = tensor(Int32Array.from({ length: count }, (_, i) => i));
      const spatial = values.size / (count * channels);
      run(
        gatherNormalizeKernel,
        [result, values, rows, tensor(affine, { shape: [3, channels] })],
        [count, channels, spatial],
      );
      return result;
    }),
  );
}
