import {
  empty,
  gatherRowsKernel,
  normal,
  run,
  scope,
  type Tensor,
  tensor,
  withBackend,
} from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { randomStream } from '../random-stream.ts';
import { addInPlaceKernel } from './add-in-place.ts';
import { disturbLabelsKernel } from './disturb-labels.ts';
import { gatherNormalizeKernel } from './gather-normalize.ts';
import type { Batch } from './loader.ts';
import type { LoaderSettings } from './loader-options.ts';
import type { ChannelAffine } from './normalization.ts';

/** What all batches of a loader share. */
export interface BatchSource {
  readonly dataset: Dataset;
  readonly settings: LoaderSettings;
  /** Undefined for f32 inputs that are taken as they are. */
  readonly affine: ChannelAffine | undefined;
}

/** Gathers the examples of one batch on the dataset's back end, into the current scope. */
export function makeBatch(source: BatchSource, indices: Int32Array, epoch: number, index: number): Batch {
  return withBackend(source.dataset.inputs.storage.backend, () =>
    scope(() => {
      const rows = tensor(indices);
      const x = gatherInputs(source, rows);
      const y = gatherTargets(source, rows);
      addNoise(source, x, y, epoch, index);
      return { x, y, indices };
    }),
  );
}

function gatherInputs({ dataset: { inputs }, settings, affine }: BatchSource, rows: Tensor): Tensor {
  const count = rows.size;
  const size = inputs.size / inputs.shape[0];
  const x = empty(settings.flatten ? [count, size] : [count, ...inputs.shape.slice(1)]);
  if (affine === undefined) {
    run(gatherRowsKernel, [x, inputs, rows], [count, size]);
  } else {
    const channels = affine.scale.length;
    const scale = tensor(affine.scale, { dtype: 'f32' });
    const shift = tensor(affine.shift, { dtype: 'f32' });
    run(gatherNormalizeKernel, [x, inputs, rows, scale, shift], [count, channels, size / channels]);
  }
  return x;
}

function gatherTargets({ dataset: { targets } }: BatchSource, rows: Tensor): Tensor {
  const y = empty([rows.size, ...targets.shape.slice(1)], { dtype: targets.dtype });
  run(gatherRowsKernel, [y, targets, rows], [rows.size, targets.size / targets.shape[0]]);
  return y;
}

function addNoise(
  { dataset, settings }: BatchSource,
  x: Tensor,
  y: Tensor,
  epoch: number,
  index: number,
): void {
  const { seed, inputNoise, labelNoise } = settings;
  if (inputNoise > 0) addNormal(x, inputNoise, randomStream(seed, 'inputNoise', epoch, index));
  if (labelNoise === 0) return;
  const generator = randomStream(seed, 'labelNoise', epoch, index);
  if (y.dtype === 'f32') addNormal(y, labelNoise, generator);
  else run(disturbLabelsKernel, [y, generator.draw()], [y.size, labelNoise, dataset.classes!]);
}

function addNormal(x: Tensor, standardDeviation: number, generator: ReturnType<typeof randomStream>): void {
  run(addInPlaceKernel, [x, normal(x.shape, generator, { standardDeviation })], [x.size]);
}
