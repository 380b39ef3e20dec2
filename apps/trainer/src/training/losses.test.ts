import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { makeLoss } from './losses.ts';

const logits = tensor([
  [2, 0, 0],
  [0, 1, 0],
]);
const labels = tensor([0, 2], { dtype: 'i32' });

describe('the loss of a run', () => {
  it('is measured without the label smoothing of its training', () => {
    const smoothed = { name: 'crossEntropy', labelSmoothing: 0.5 } as const;
    const plain = { name: 'crossEntropy' } as const;
    const measured = makeLoss(smoothed, 'measuring')(logits, labels).item();
    expect(measured).toBe(makeLoss(plain, 'training')(logits, labels).item());
    expect(makeLoss(smoothed, 'training')(logits, labels).item()).not.toBe(measured);
  });

  it('bce asks of each class whether the label is it', () => {
    // ln(1 + e^-x) where the answer is yes, ln(1 + e^x) where it is no.
    const yes = (x: number): number => Math.log1p(Math.exp(-x));
    const no = (x: number): number => Math.log1p(Math.exp(x));
    const rows = [yes(2) + no(0) + no(0), no(0) + no(1) + yes(0)];
    const bce = makeLoss({ name: 'bce' }, 'training');
    expect(bce(logits, labels).item()).toBeCloseTo((rows[0]! + rows[1]!) / 6, 6);
    expect(bce(logits, labels, { reduction: 'none' }).shape).toEqual([2, 3]);
  });

  it('huber counts an error beyond delta by its size', () => {
    const huber = makeLoss(Object.assign({ name: 'huber' } as const, { delta: 2 }), 'measuring');
    expect(huber(tensor([1, 5]), tensor([0, 0])).item()).toBeCloseTo((0.5 + 2 * (5 - 1)) / 2, 6);
  });
});
