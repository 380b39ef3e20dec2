import { empty, type Tensor, tensor, viewSlice } from '@regopt/tensor';
import type { BatchSource } from './batch-source.ts';

/** Memory that batches are written into, one after the other, and the operands of their kernels. */
export interface BatchMemory {
  readonly x: Tensor;
  readonly y: Tensor;
  /** Per channel: subtrahend, scale, and addend: [3, C]. */
  readonly affine: Tensor | undefined;
  /** Buffer for the normal numbers that are added to x, or to f32 targets. */
  readonly noise: Tensor | undefined;
  /** The key of a random draw. */
  readonly key: Tensor | undefined;
}

/** Allocates memory for batches of `count` examples, on the current back end and in the current scope. */
export function allocateBatch({ dataset, settings, affine }: BatchSource, count: number): BatchMemory {
  const { inputs, targets } = dataset;
  const { flatten, inputNoise, labelNoise } = settings;
  const x = empty(flatten ? [count, inputs.size / inputs.shape[0]!] : [count, ...inputs.shape.slice(1)]);
  const y = empty([count, ...targets.shape.slice(1)], { dtype: targets.dtype });
  const normals = Math.max(
    inputNoise > 0 ? x.size : 0,
    labelNoise > 0 && targets.dtype === 'f32' ? y.size : 0,
  );
  return {
    x,
    y,
    affine: affine && tensor(affine, { shape: [3, affine.length / 3] }),
    noise: normals > 0 ? empty([normals]) : undefined,
    key: inputNoise > 0 || labelNoise > 0 ? empty([4], { dtype: 'i32' }) : undefined,
  };
}

/** Views of the first `count` examples of the memory. */
export function firstOf(memory: BatchMemory, count: number): BatchMemory {
  return { ...memory, x: viewSlice(memory.x, 0, 0, count), y: viewSlice(memory.y, 0, 0, count) };
}

/** Every tensor of the memory. */
export function tensorsOf({ x, y, affine, noise, key }: BatchMemory): Tensor[] {
  return [x, y, affine, noise, key].filter((each) => each !== undefined);
}
