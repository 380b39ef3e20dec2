import type { Dataset } from '../dataset.ts';
import type { LoaderSettings } from './loader-options.ts';
import type { ChannelAffine } from './normalization.ts';

/** What all batches of a loader share. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly settings: LoaderSettings;
  /** Undefined for f32 inputs that are taken as they are. */
  readonly affine: ChannelAffine | undefined;
}
