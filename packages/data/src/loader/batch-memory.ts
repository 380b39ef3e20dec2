import { empty, type Tensor, tensor } from '@regopt/tensor';
import type { BatchSource } from './batch-source.ts';

/** Memory that batches are written into, one after the other, and the operands of their kernels. */
export interface BatchMemory {
  readonly x: Tensor;
  readonly y: Tensor;
  /** True if y has room for the whole batch although x has not: see `batchWriter`. */
  readonly wholeLabels: boolean;
  readonly weights: Tensor | undefined;
  /** Per channel: subtrahend, scale, and addend: [3, C]. */
  readonly affine: Tensor | undefined;
  /** Buffer for the normal numbers of a whole batch, which are added to x, or to f32 targets. */
  readonly noise: Tensor | undefined;
  /** The key of a random draw. */
  readonly key: Tensor | undefined;
}

/**
 * Allocates memory for `rows` examples of each batch, on the current back end and in the current scope.
 *
 * @param batch the examples of the largest whole batch
 */
export function allocateBatch(
  { dataset, settings, affine }: BatchSource,
  rows: number,
  batch: number,
): BatchMemory {
  const { inputs, targets, weights } = dataset;
  const { flatten, inputNoise, labelNoise } = settings;
  const noisyValues = labelNoise > 0 && targets.dtype === 'f32';
  const wholeLabels = labelNoise > 0 && !noisyValues;
  const count = inputs.shape[0]!;
  const x = empty(flatten ? [rows, inputs.size / count] : [rows, ...inputs.shape.slice(1)]);
  const y = empty([wholeLabels ? batch : rows, ...targets.shape.slice(1)], { dtype: targets.dtype });
  const normals = Math.max(
    inputNoise > 0 ? (inputs.size / count) * batch : 0,
    noisyValues ? (targets.size / count) * batch : 0,
  );
  return {
    x,
    y,
    wholeLabels,
    weights: weights && empty([rows]),
    affine: affine && tensor(affine, { shape: [3, affine.length / 3] }),
    noise: normals > 0 ? empty([normals]) : undefined,
    key: inputNoise > 0 || labelNoise > 0 ? empty([4], { dtype: 'i32' }) : undefined,
  };
}

/** Every tensor of the memory. */
export function tensorsOf({ x, y, weights, affine, noise, key }: BatchMemory): Tensor[] {
  return [x, y, weights, affine, noise, key].filter((each) => each !== undefined);
}
