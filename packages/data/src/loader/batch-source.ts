import type { Dataset } from '../dataset.ts';
import type { LoaderSettings } from './loader-options.ts';

/** Data shared by all batches of a loader. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly settings: LoaderSettings;
  /** Result of `channelAffine`; undefined for f32 inputs that are not normalised. */
  readonly affine: Float32Array | undefined;
}
