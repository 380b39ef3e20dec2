import { describe, expect, it } from 'vitest';
import { viewReshape, viewTranspose } from '../shape/view.ts';
import { arange, scalar, tensor, zeros } from './create.ts';

describe('a tensor as text', () => {
  it('shows dtype and shape, and one row per line', () => {
    const x = tensor([
      [1, 2.5, -3],
      [0.1, 1e-8, 1e20],
    ]);
    expect(String(x)).toBe('Tensor f32 [2,3]\n[[1, 2.5, -3],\n [0.1, 1e-8, 100000000000000000000]]');
    expect(`${viewTranspose(tensor(new Int32Array([1, 2]), { shape: [2, 1] }))}`).toBe(
      'Tensor i32 [1,2]\n[[1, 2]]',
    );
  });

  it('shows scalars, empty tensors, NaN and infinities', () => {
    expect(String(scalar(2))).toBe('Tensor f32 []\n2');
    expect(String(zeros([0, 2]))).toBe('Tensor f32 [0,2]\n[]');
    expect(String(zeros([2, 0]))).toBe('Tensor f32 [2,0]\n[[],\n []]');
    expect(String(tensor([Number.NaN, Number.NEGATIVE_INFINITY]))).toBe('Tensor f32 [2]\n[NaN, -Infinity]');
  });

  it('shows six significant digits of floats and all of integers', () => {
    expect(String(scalar(Math.PI, { dtype: 'f64' }))).toBe('Tensor f64 []\n3.14159');
    expect(String(scalar(123456789, { dtype: 'i32' }))).toBe('Tensor i32 []\n123456789');
  });

  it('indents three axes like brackets', () => {
    expect(String(viewReshape(arange(0, 8), [2, 2, 2]))).toBe(
      'Tensor f32 [2,2,2]\n[[[0, 1],\n  [2, 3]],\n [[4, 5],\n  [6, 7]]]',
    );
  });

  it('shortens axes of more than six entries if there are more than a thousand values', () => {
    expect(String(arange(0, 1001))).toBe('Tensor f32 [1001]\n[0, 1, 2, ..., 998, 999, 1000]');
    expect(String(viewReshape(arange(0, 1200), [200, 6]))).toContain('[6, 7, 8, 9, 10, 11]');
    expect(String(arange(0, 1000))).toContain('499, 500, 501');
    expect(String(viewReshape(arange(0, 2000), [2, 1000]))).toBe(
      'Tensor f32 [2,1000]\n[[0, 1, 2, ..., 997, 998, 999],\n [1000, 1001, 1002, ..., 1997, 1998, 1999]]',
    );
  });

  it('says that its memory was freed', () => {
    const x = zeros([2]);
    x.dispose();
    expect(String(x)).toBe('Tensor f32 [2] (disposed)');
  });
});
