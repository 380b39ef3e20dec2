import { DTypeError, ShapeError, tensor, ValueError, viewTranspose, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { checkDataset } from './check.ts';

const inputs = zeros([4, 2]);
const targets = tensor(Int32Array.of(0, 1, 0, 1));

describe('checkDataset', () => {
  it('returns the number of examples', () => {
    expect(checkDataset('test', { inputs, targets })).toBe(4);
    expect(checkDataset('test', { inputs, targets: zeros([4, 3]) })).toBe(4);
  });

  it('names both shapes if inputs and targets have different counts', () => {
    expect(() => checkDataset('test', { inputs: zeros([3, 2]), targets })).toThrow(
      new ShapeError('test: inputs and targets have different counts of examples: [3,2] and [4].'),
    );
    expect(() => checkDataset('test', { inputs: zeros([]), targets })).toThrow(ShapeError);
  });

  it('refuses dtypes that a loader has no kernel for', () => {
    expect(() => checkDataset('test', { inputs: zeros([4], { dtype: 'f64' }), targets })).toThrow(
      new DTypeError('test: inputs are u8 or f32, got f64. Use cast().'),
    );
    expect(() => checkDataset('test', { inputs, targets: zeros([4], { dtype: 'u8' }) })).toThrow(
      new DTypeError('test: targets are i32 labels or f32 values, got u8. Use cast().'),
    );
  });

  it('refuses views with holes, labels of two axes, no examples, and an invalid number of classes', () => {
    expect(() => checkDataset('test', { inputs: viewTranspose(zeros([2, 4])), targets })).toThrow(
      new ShapeError(
        'test: inputs and targets lie row by row in memory; call contiguous() on the view first.',
      ),
    );
    expect(() => checkDataset('test', { inputs, targets: zeros([4, 1], { dtype: 'i32' }) })).toThrow(
      new ShapeError('test: i32 labels have the shape [examples], got [4,1].'),
    );
    expect(() => checkDataset('test', { inputs: zeros([0, 2]), targets: zeros([0]) })).toThrow(
      new ShapeError('test: the dataset has no examples.'),
    );
    expect(() => checkDataset('test', { inputs, targets, classes: 0 })).toThrow(
      new ValueError('test: classes is a whole number >= 1, got 0.'),
    );
  });
});
