import { ValueError } from '@regopt/tensor';
import { checkDataset } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { moments } from '../scaler/moments.ts';
import { unitOf } from './normalization.ts';

/** Result of `channelStatistics`: one entry per channel. */
export interface ChannelMoments {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

/**
 * Mean and (biased) standard deviation of a dataset's inputs per channel, axis 1, over examples and the later
 * axes (inputs of rank 1 are one channel). Pass the result to `createLoader` as `normalize`, which divides a
 * constant channel, of deviation 0, by 1. Bytes are divided by 255. Two passes in f64. Compute it from the
 * training part only, and normalise the other parts by it.
 *
 * @throws ShapeError or DTypeError for a dataset that a loader would refuse; ValueError, with its channel,
 *   for a value that is not finite.
 * @example
 * ```ts
 * import { channelStatistics } from '@regopt/data';
 * import { tensor } from '@regopt/tensor';
 * const dataset = { inputs: tensor([[1, 10], [3, 10]]), targets: tensor([0, 1]) };
 * await channelStatistics(dataset); // { mean: [2, 10], standardDeviation: [1, 0] }
 * ```
 */
export async function channelStatistics(dataset: Dataset): Promise<ChannelMoments> {
  const count = checkDataset('channelStatistics', dataset);
  const { inputs } = dataset;
  const channels = inputs.shape[1] ?? 1;
  const layout = { count, channels, spatial: inputs.size / (count * channels) };
  const values = await inputs.read();
  const unit = unitOf(inputs);
  const found = Array.from({ length: channels }, (_, channel) => moments(values, layout, channel));
  const broken = found.findIndex(({ variance }) => !Number.isFinite(variance));
  if (broken >= 0)
    throw new ValueError(`channelStatistics: channel ${broken} has a value that is not finite.`);
  return {
    mean: found.map(({ mean }) => mean * unit),
    standardDeviation: found.map(({ variance }) => Math.sqrt(variance) * unit),
  };
}
