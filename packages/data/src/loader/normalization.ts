import { ShapeError, shapeText, type Tensor, ValueError } from '@regopt/tensor';

/**
 * Mean and standard deviation by which a loader normalises the inputs: one number for all, or one per channel
 * (axis 1). For bytes they refer to the scale 0..1 (bytes / 255), for f32 inputs to their own values. A
 * standard deviation of 0, that of a constant channel, counts as 1: the channel becomes 0.
 */
export interface Normalization {
  readonly mean: number | readonly number[];
  readonly standardDeviation: number | readonly number[];
}

/** The max byte, which becomes 1. */
const byteRange = 255;

/** The factor of a dtype's values: bytes are divided by 255. */
export function unitOf(inputs: Tensor): number {
  return inputs.dtype === 'u8' ? 1 / byteRange : 1;
}

/** Max |mean| of a channel of bytes, in deviations, for which x * scale + shift is accurate to 1e-6. */
const nearZero = 16;

/**
 * (x * unit - mean) / standardDeviation as (x - near) * scale + shift: the `near` of all channels, their
 * scales, their shifts; without channels one of each. With near = 0, a mean of many deviations would cancel
 * digits.
 */
export function channelAffine(
  operation: string,
  inputs: Tensor,
  normalize?: Normalization,
  option = 'normalize',
): Float32Array {
  const label = `${operation}: ${option}`;
  const { mean = 0, standardDeviation = 1 } = normalize ?? {};
  const perChannel = typeof mean !== 'number' || typeof standardDeviation !== 'number';
  const channels = perChannel ? (inputs.shape[1] ?? 1) : 1;
  const means = perEntry(label, 'mean', mean, channels, inputs);
  const deviations = perEntry(label, 'standardDeviation', standardDeviation, channels, inputs);
  deviations.forEach((deviation, channel) => {
    if (deviation < 0) {
      throw new ValueError(`${label}.standardDeviation is >= 0, got ${deviation} for channel ${channel}.`);
    }
  });
  const unit = unitOf(inputs);
  const affine = new Float32Array(3 * channels);
  deviations.forEach((deviation, c) => {
    const scale = unit / (deviation || 1);
    const center = means[c]! / unit;
    const near = inputs.dtype === 'u8' && Math.abs(center * scale) < nearZero ? 0 : Math.fround(center);
    affine.set([near], c);
    affine.set([scale], channels + c);
    affine.set([(near - center) * scale], 2 * channels + c);
    if (![c, channels + c, 2 * channels + c].every((at) => Number.isFinite(affine[at]))) {
      throw new ValueError(
        `${label}: ` + `mean ${means[c]} and standardDeviation ${deviation} of channel ${c} lead beyond f32.`,
      );
    }
  });
  return affine;
}

function perEntry(
  label: string,
  option: keyof Normalization,
  given: number | readonly number[],
  channels: number,
  inputs: Tensor,
): Float64Array {
  const values =
    typeof given === 'number' ? new Float64Array(channels).fill(given) : Float64Array.from(given);
  if (values.length !== channels) {
    throw new ShapeError(
      `${label}.${option} has ${values.length} entries, inputs ${shapeText(inputs.shape)} ` +
        `have ${channels} channels.`,
    );
  }
  values.forEach((value) => {
    if (!Number.isFinite(value)) throw new ValueError(`${label}.${option} is finite, got ${value}.`);
  });
  return values;
}
