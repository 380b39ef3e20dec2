import { assign, copyInto, empty, keep, scope, tensor, withBackend } from '@regopt/tensor';
import { createCapturer } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from '../ops/loss/cross-entropy.ts';
import { constant } from './constant.ts';

describe('constant', () => {
  it('is written again at each replay of a captured step, after its scope has freed it', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const out = empty([2]);
      const values = [3, 4];
      capture(() => scope(() => copyInto(out, constant(values, out))));
      values[0] = 9;
      assign(out, [0, 0]);
      replay();
      expect(out.toNested()).toEqual([3, 4]);
    });
  });

  it('lets a loss with class weights be captured', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const logits = keep(
        tensor([
          [1, -1],
          [0.5, 2],
        ]),
      );
      const labels = keep(tensor([0, 1], { dtype: 'i32' }));
      const loss = empty([]);
      const step = () => copyInto(loss, crossEntropy(logits, labels, { classWeights: [0.25, 3] }));
      capture(() => scope(step));
      assign(logits, [2, 0, -1, 1]);
      replay();
      const replayed = loss.item();
      scope(step);
      expect(replayed).toBe(loss.item());
    });
  });
});
