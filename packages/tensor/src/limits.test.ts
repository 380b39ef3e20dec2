import { describe, expect, it } from 'vitest';
import { OutOfMemoryError, ShapeError, ValueError } from './errors.ts';
import { createGenerator } from './random/generator.ts';
import { permutation } from './random/permutation.ts';
import { viewBroadcast } from './shape/view.ts';
import { arange, scalar, tensor, zeros } from './tensor/create.ts';
import { typedArray } from './tensor/dtype.ts';
import type { NestedArray } from './tensor/nested-values.ts';

const huge = 2 ** 44;

describe('a tensor that does not fit into memory', () => {
  it('is an error at once', () => {
    expect(() => arange(0, huge)).toThrow(
      new OutOfMemoryError('arange: the host has no 140737488355328 bytes for 17592186044416 values of f64.'),
    );
    expect(() => arange(0, 1e300)).toThrow(ShapeError);
    expect(() => permutation(huge, createGenerator(1))).toThrow(ValueError);
    expect(() => typedArray('f64', huge)).toThrow(OutOfMemoryError);
    expect(() => typedArray('u8', 2 ** 60)).toThrow(OutOfMemoryError);
    expect(() => typedArray('f32', -1)).toThrow('typedArray: a length is a whole number >= 0, got -1.');
    // 44 levels of two references to the same array: 2^44 numbers.
    let shared: NestedArray = 1;
    for (let level = 0; level < 44; level++) shared = [shared, shared];
    expect(() => tensor(shared)).toThrow('tensor: the host has no 140737488355328 bytes');
  });

  it('is not read from a view that repeats its elements, and is printed without its middle', () => {
    const x = viewBroadcast(scalar(7), [huge]);
    expect(() => x.toArray()).toThrow('toArray: the host has no 70368744177664 bytes for');
    expect(() => x.toNested()).toThrow(OutOfMemoryError);
    expect(String(x)).toBe('Tensor f32 [17592186044416]\n[7, 7, 7, ..., 7, 7, 7]');
    expect(String(viewBroadcast(scalar(7), new Array(44).fill(2)))).toMatch(
      /^Tensor f32 \[2,.*,2\] \(17592186044416 values\)$/,
    );
    expect(String(zeros([huge, 0]))).toBe(
      `Tensor f32 [${huge},0]\n[[],\n [],\n [],\n ...,\n [],\n [],\n []]`,
    );
  });

  it('is refused by toNested if plain arrays would fill the heap of the engine', () => {
    expect(() => viewBroadcast(scalar(7), [2 ** 24, 1]).toNested()).toThrow(
      'toNested: [16777216,1] takes about 1207959624 bytes in nested arrays, ' +
        'and 2^30 are allowed. Use toArray().',
    );
    expect(viewBroadcast(scalar(7), [1000, 1]).toNested()).toHaveLength(1000);
  });
});

describe('nested arrays', () => {
  it('are refused if they are too deep, or contain themselves', () => {
    const sentence = 'tensor: arrays are nested more than 64 deep, or one of them holds itself.';
    let deep: NestedArray = 1;
    for (let level = 0; level < 64; level++) deep = [deep];
    expect(tensor(deep).rank).toBe(64);
    for (let level = 0; level < 10_000; level++) deep = [deep];
    expect(() => tensor(deep)).toThrow(new ShapeError(sentence));
    const cyclic: NestedArray[] = [];
    cyclic.push(cyclic);
    expect(() => tensor(cyclic)).toThrow(new ShapeError(sentence));
    const later: NestedArray[] = [1];
    later.push(later);
    expect(() => tensor(later)).toThrow('tensor: nested arrays are ragged: an array at axis 1');
  });
});
