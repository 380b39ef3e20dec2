import type { Dataset } from '../dataset.ts';
import type { LoaderSettings } from './loader-options.ts';

/** What all batches of a loader share. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly settings: LoaderSettings;
  /** As `channelAffine` gives it; undefined for f32 inputs that are taken as they are. */
  readonly affine: Float32Array | undefined;
}
