import { describe, expect, it } from 'vitest';
import { DTypeError } from './errors.ts';
import * as tensors from './index.ts';

const generator = tensors.createGenerator(1);

const generated = tensors.tensor([
  [0.5, 1],
  [2, 3],
]);
const viewed = tensors.viewTranspose(generated);

describe('the option names of PyTorch and NumPy', () => {
  it('are refused with our name for them', () => {
    expect(() => tensors.zeros([2], { dtpe: 'f64' } as never)).toThrow('did you mean "dtype"?');
    expect(() => tensors.normal([2], generator, { std: 2 } as never)).toThrow(
      'did you mean "standardDeviation"?',
    );
    expect(() => tensors.uniform([2], generator, { hihg: 2 } as never)).toThrow('did you mean "high"?');
    expect(() => tensors.zeros([2], { dtype: 'float64' } as never)).toThrow(DTypeError);
  });
});

describe('an error', () => {
  it('is thrown before memory is allocated', () => {
    const before = tensors.memory().buffers;
    for (const make of [
      () => tensors.full([2], 0.5, { dtype: 'i32' }),
      () => tensors.full([2], undefined as never),
      () => tensors.tensor([0.5], { dtype: 'u8' }),
      () => tensors.fullLike(generated, 0.5, [2], 'i32'),
      () => tensors.uniform([2], generator, { dtype: 'i32' }),
      () => tensors.cast(generated, 'u8'),
      () => tensors.cast(viewed, 'u8'),
    ])
      expect(make).toThrow();
    expect(tensors.memory().buffers).toBe(before);
  });

  it('names the function that was called', () => {
    const f16 = 'f16' as never;
    expect(() => tensors.fullLike(generated, 0.5, [2], f16)).toThrow('fullLike: unknown dtype "f16"');
    expect(() => tensors.emptyLike(generated, [2], 'toString' as never)).toThrow('emptyLike: unknown dtype');
    expect(() => tensors.emptyLike(generated, undefined, 'toString' as never)).toThrow(
      'emptyLike: unknown dtype',
    );
    expect(() => tensors.cast(generated, f16)).toThrow('cast: unknown dtype "f16"');
    expect(() => tensors.tensor(new Uint16Array(2) as never)).toThrow(
      'tensor: no dtype holds a Uint16Array; known: Float32Array, Float64Array, Int32Array, Uint8Array. ' +
        'Convert it: Int32Array.from().',
    );
  });
});
