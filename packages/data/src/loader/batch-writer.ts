import { assign, type Generator, gatherRowsKernel, normalKernel, run, type Tensor } from '@regopt/tensor';
import { randomStream } from '../random.ts';
import { addInPlaceKernel } from './add-in-place.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { disturbLabelsKernel } from './disturb-labels.ts';
import { gatherNormalizeKernel } from './gather-normalize.ts';

/** The random streams of one epoch, each forked once per batch; undefined without noise. */
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

/** Writes the examples with the indices `rows`, with the noise of batch `index`. */
export type BatchWriter = (rows: Tensor, noise: EpochNoise, index: number) => void;

/**
 * A function that writes batches of one size into x and y: one command gathers and normalises the inputs, one
 * gathers the targets, and noise is added afterwards. The commands are made once, so that a batch makes no
 * garbage.
 */
export function batchWriter(source: BatchSource, memory: BatchMemory): BatchWriter {
  const { inputs, targets } = source.dataset;
  const { x, y, affine } = memory;
  const count = y.shape[0]!;
  const size = x.size / count;
  const channels = (affine?.size ?? 0) / 3;
  const inputKernel = affine === undefined ? gatherRowsKernel : gatherNormalizeKernel;
  const inputNumbers = affine === undefined ? [count, size] : [count, channels, size / channels];
  const targetNumbers = [count, y.size / count];
  // Index 2 of both is set to the rows of each batch.
  const inputTensors = affine === undefined ? [x, inputs, x] : [x, inputs, x, affine];
  const targetTensors = [y, targets, y];
  return (rows, noise, index) => {
    inputTensors[2] = rows;
    targetTensors[2] = rows;
    run(inputKernel, inputTensors, inputNumbers);
    run(gatherRowsKernel, targetTensors, targetNumbers);
    if (noise.input !== undefined || noise.label !== undefined) addNoise(source, memory, noise, index);
  };
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
