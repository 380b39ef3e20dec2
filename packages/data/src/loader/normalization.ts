import { ShapeError, shapeText, type Tensor, ValueError } from '@regopt/tensor';

/**
 * Mean and standard deviation that a loader takes out of the inputs: one number for all, or one per channel (axis 1).
 * Bytes are measured as parts of 255, so in 0..1; f32 inputs in their own unit.
 */
export interface Normalization {
  readonly mean: number | readonly number[];
  readonly standardDeviation: number | readonly number[];
}

/** Per channel, `x * scale + shift`; without channels one entry for all. */
export interface ChannelAffine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/** A byte's largest value is the 1 of the scale 0..1. */
const byteRange = 255;

/** The unit of a dtype's values: a byte counts in parts of 255. */
export function unitOf(inputs: Tensor): number {
  return inputs.dtype === 'u8' ? 1 / byteRange : 1;
}

/** (x * unit - mean) / standardDeviation as one multiplication and one addition, in f64. */
export function channelAffine(operation: string, inputs: Tensor, normalize?: Normalization): ChannelAffine {
  const { mean = 0, standardDeviation = 1 } = normalize ?? {};
  const perChannel = typeof mean !== 'number' || typeof standardDeviation !== 'number';
  const channels = perChannel ? (inputs.shape[1] ?? 0) : 1;
  const means = perEntry(operation, 'mean', mean, channels, inputs);
  const deviations = perEntry(operation, 'standardDeviation', standardDeviation, channels, inputs);
  deviations.forEach((deviation, channel) => {
    if (deviation <= 0) {
      throw new ValueError(
        `${operation}: normalize.standardDeviation is > 0, got ${deviation} for channel ${channel}.`,
      );
    }
  });
  return {
    scale: deviations.map((deviation) => unitOf(inputs) / deviation),
    shift: means.map((value, channel) => -value / deviations[channel]),
  };
}

function perEntry(
  operation: string,
  option: keyof Normalization,
  given: number | readonly number[],
  channels: number,
  inputs: Tensor,
): Float64Array {
  const values =
    typeof given === 'number' ? new Float64Array(channels).fill(given) : Float64Array.from(given);
  if (values.length !== channels) {
    throw new ShapeError(
      `${operation}: normalize.${option} has ${values.length} entries, inputs ${shapeText(inputs.shape)} have ${channels} channels.`,
    );
  }
  values.forEach((value) => {
    if (!Number.isFinite(value))
      throw new ValueError(`${operation}: normalize.${option} is finite, got ${value}.`);
  });
  return values;
}
