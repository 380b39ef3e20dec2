import {
  addInPlaceKernel,
  assign,
  type Generator,
  gatherRowsKernel,
  normalKernel,
  run,
  Tensor,
  viewSlice,
} from '@regopt/tensor';
import { randomStream } from '../random.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { BatchSource } from './batch-source.ts';
import { disturbLabelsKernel } from './disturb-labels.ts';
import { gatherNormalizeKernel } from './gather-normalize.ts';
import type { PartRows } from './part-rows.ts';

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

/** The tensors of a batch, or of a part of one, and the function that writes them. */
export interface BatchWriter {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly weights: Tensor | undefined;
  /**
   * Writes batch `index` of an epoch.
   *
   * @param order indices of examples, i32
   * @param start the place in `order` of the first example of the whole batch
   */
  write(order: Tensor, start: number, noise: EpochNoise, index: number): void;
}

/**
 * A writer of the given rows of batches of one size: one command gathers and normalises the inputs, one
 * gathers the targets, and noise is added afterwards. The commands are made once, so that a batch makes no
 * garbage.
 *
 * The noise of a row depends on the row's place in the whole batch, not on the part: normal numbers are drawn
 * for the whole batch, and the part's are added. A draw that replaces labels is made for all labels of the
 * batch, so all of them are gathered, and y is a view of the part.
 */
export function batchWriter(source: BatchSource, memory: BatchMemory, rows: PartRows): BatchWriter {
  const { dataset, settings } = source;
  const { inputs, targets } = dataset;
  const { affine, noise: normals, wholeLabels } = memory;
  const key = memory.key!;
  const { first, count, of } = rows;
  const inputSize = inputs.size / inputs.shape[0]!;
  const targetSize = targets.size / targets.shape[0]!;
  const partOf = (values: Tensor, from: number, size: number) => viewSlice(values, 0, from, from + size);
  const x = partOf(memory.x, 0, count);
  const gatheredTargets = partOf(memory.y, 0, wholeLabels ? of : count);
  const y = wholeLabels ? partOf(gatheredTargets, first, count) : gatheredTargets;
  const weights = memory.weights && partOf(memory.weights, 0, count);
  if (count === 0) return { x, y, weights, write: () => undefined };

  const normalsOf = (size: number) => normals && partOf(normals, first * size, count * size);
  const inputNormals = settings.inputNoise > 0 ? normalsOf(inputSize) : undefined;
  const targetNormals = settings.labelNoise > 0 && !wholeLabels ? normalsOf(targetSize) : undefined;
  const channels = (affine?.size ?? 0) / 3;
  const inputKernel = affine === undefined ? gatherRowsKernel : gatherNormalizeKernel;
  const inputNumbers = affine === undefined ? [count, inputSize] : [count, channels, inputSize / channels];
  const targetNumbers = [gatheredTargets.shape[0]!, targetSize];
  const weightNumbers = [count, 1];
  // Index 2 of each is set to the rows of each batch.
  const inputTensors = affine === undefined ? [x, inputs, x] : [x, inputs, x, affine];
  const targetTensors = [gatheredTargets, targets, y];
  const weightTensors = weights && [weights, dataset.weights!, y];
  const rowShape: readonly [number] = [count];
  const batchShape: readonly [number] = [of];
  // Views without viewSlice, which would allocate a shape and strides for each.
  const indicesAt = (order: Tensor, at: number, shape: readonly [number]) =>
    new Tensor(order.storage, shape, undefined, order.offset + at, order.dtype, shape[0]);
  const addNormal = (values: Tensor, part: Tensor, size: number, standardDeviation: number) => {
    run(normalKernel, [normals!, key], [of * size, 0, standardDeviation]);
    run(addInPlaceKernel, [values, part], [values.size]);
  };

  return {
    x,
    y,
    weights,
    write(order, start, noise, index) {
      const indices = indicesAt(order, start + first, rowShape);
      inputTensors[2] = indices;
      run(inputKernel, inputTensors, inputNumbers);
      targetTensors[2] = wholeLabels && count < of ? indicesAt(order, start, batchShape) : indices;
      run(gatherRowsKernel, targetTensors, targetNumbers);
      if (weightTensors !== undefined) {
        weightTensors[2] = indices;
        run(gatherRowsKernel, weightTensors, weightNumbers);
      }
      if (inputNormals !== undefined) {
        assign(key, noise.input!.fork(index).drawWords());
        addNormal(x, inputNormals, inputSize, settings.inputNoise);
      }
      if (noise.label === undefined) return;
      assign(key, noise.label.fork(index).drawWords());
      if (targetNormals !== undefined) addNormal(y, targetNormals, targetSize, settings.labelNoise);
      else run(disturbLabelsKernel, [gatheredTargets, key], [of, settings.labelNoise, dataset.classes!]);
    },
  };
}
