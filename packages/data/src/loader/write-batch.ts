import { assign, type Generator, gatherRowsKernel, normalKernel, run, type Tensor } from '@regopt/tensor';
import { randomStream } from '../random-stream.ts';
import { addInPlaceKernel } from './add-in-place.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { disturbLabelsKernel } from './disturb-labels.ts';
import { gatherNormalizeKernel } from './gather-normalize.ts';

/** The random streams of one epoch, each forked once for every batch; undefined where there is no noise. */
export interface EpochNoise {
  readonly input: Generator | undefined;
  readonly label: Generator | undefined;
}

export function epochNoise({ settings }: BatchSource, epoch: number): EpochNoise {
  const { seed, inputNoise, labelNoise } = settings;
  return {
    input: inputNoise > 0 ? randomStream(seed, 'inputNoise', epoch) : undefined,
    label: labelNoise > 0 ? randomStream(seed, 'labelNoise', epoch) : undefined,
  };
}

/**
 * Writes the examples that `rows` names into x and y: one command gathers and normalises the inputs, one gathers the
 * targets. Noise is drawn after that, as batch `index` has it.
 */
export function writeBatch(
  source: BatchSource,
  memory: BatchMemory,
  rows: Tensor,
  noise: EpochNoise,
  index: number,
): void {
  const { inputs, targets } = source.dataset;
  const { x, y, affine } = memory;
  const count = rows.size;
  const size = x.size / count;
  if (affine === undefined) run(gatherRowsKernel, [x, inputs, rows], [count, size]);
  else {
    const [scale, shift] = affine;
    const channels = scale.size;
    run(gatherNormalizeKernel, [x, inputs, rows, scale, shift], [count, channels, size / channels]);
  }
  run(gatherRowsKernel, [y, targets, rows], [count, y.size / count]);
  if (noise.input !== undefined || noise.label !== undefined) addNoise(source, memory, noise, index);
}

function addNoise(
  { dataset, settings }: BatchSource,
  memory: BatchMemory,
  noise: EpochNoise,
  index: number,
): void {
  const { x, y } = memory;
  const key = memory.key!;
  if (noise.input !== undefined) {
    assign(key, noise.input.fork(index).drawWords());
    addNormal(x, memory, settings.inputNoise);
  }
  if (noise.label !== undefined) {
    assign(key, noise.label.fork(index).drawWords());
    if (y.dtype === 'f32') addNormal(y, memory, settings.labelNoise);
    else run(disturbLabelsKernel, [y, key], [y.size, settings.labelNoise, dataset.classes!]);
  }
}

function addNormal(x: Tensor, { noise, key }: BatchMemory, standardDeviation: number): void {
  run(normalKernel, [noise!, key!], [x.size, 0, standardDeviation]);
  run(addInPlaceKernel, [x, noise!], [x.size]);
}
