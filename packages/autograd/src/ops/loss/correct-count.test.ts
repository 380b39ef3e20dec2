import { scope, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { correctCount } from './correct-count.ts';

const labelled = (logits: number[][], labels: number[]) => {
  const x = tensor(logits, { shape: [logits.length, logits[0]?.length ?? 3] });
  return correctCount(x, tensor(labels, { dtype: 'i32' }));
};

describe('correctCount', () => {
  it('counts the rows whose max logit is the label', () => {
    scope(() => {
      const count = labelled(
        [
          [0, 1, 2],
          [5, 4, 3],
          [-1, -1, -2],
          [0, 0, 7],
        ],
        [2, 1, 0, 2],
      );
      expect(count.dtype).toBe('i32');
      expect(count.shape).toEqual([]);
      expect(count.item()).toBe(3);
      expect(count.requiresGrad).toBe(false);
    });
  });

  it('counts the first of equal logits, and a NaN as the max', () => {
    scope(() => {
      expect(labelled([[1, 1]], [0]).item()).toBe(1);
      expect(labelled([[1, 1]], [1]).item()).toBe(0);
      expect(labelled([[1, Number.NaN, Number.NaN]], [1]).item()).toBe(1);
      expect(labelled([[Number.NaN, 3]], [1]).item()).toBe(0);
    });
  });

  it('counts a long batch, in either dtype, and an empty one', () => {
    scope(() => {
      const n = 1000;
      const logits = Array.from({ length: n * 10 }, (_, i) => Math.sin(i));
      const labels = Array.from({ length: n }, (_, row) => row % 10);
      const expected = labels.filter((label, row) => {
        const own = logits.slice(row * 10, row * 10 + 10);
        return own.indexOf(Math.max(...own)) === label;
      }).length;
      for (const dtype of ['f32', 'f64'] as const) {
        const x = tensor(logits, { shape: [n, 10], dtype });
        expect(correctCount(x, tensor(labels, { dtype: 'i32' })).item()).toBe(expected);
      }
      expect(labelled([], []).item()).toBe(0);
    });
  });

  it('refuses labels out of range, of another dtype or of another number', () => {
    scope(() => {
      expect(() => labelled([[1, 2]], [2])).toThrow('correctCount: index 2 at position 0 is outside 0..1.');
      expect(() => correctCount(tensor([[1, 2]]), tensor([1]))).toThrow(
        'correctCount: labels are i32, got f32.',
      );
      expect(() => labelled([[1, 2]], [0, 1])).toThrow(
        'correctCount: needs logits [N, C] and labels [N], got [1,2] and [2].',
      );
    });
  });
});
