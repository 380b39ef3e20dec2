import { add, backward, mul, parameter, square, sum } from '@regopt/autograd';
import { clipGradNorm, clipGradValue } from '@regopt/optim';
import { type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';

const clips = {
  clipGradNorm: (gradients: Map<Tensor, Tensor>) => clipGradNorm(gradients, 0.5),
  clipGradValue: (gradients: Map<Tensor, Tensor>) => clipGradValue(gradients, 0.5),
};

// The loss is the sum of a + w^3. Its gradient with respect to w, g = 3 w^2, has the penalty |g|^2 = 9 w^4,
// whose derivative is 36 w^3. The gradient with respect to a, ones, is an operand of g: clipping must not
// overwrite it.
describe('a gradient penalty', () => {
  for (const [name, clip] of Object.entries(clips)) {
    it(`is the same after ${name}, which does not change the tensors of a recorded backward pass`, () => {
      const a = parameter(tensor([1, 1], { dtype: 'f64' }));
      const w = parameter(tensor([1, -2], { dtype: 'f64' }));
      const gradients = backward(sum(add(a, mul(square(w), w))), { createGraph: true });
      const penalty = sum(square(gradients.get(w)!));
      const clipped = clip(new Map(gradients));
      expect(Math.abs(clipped.get(w)!.toArray()[1]!)).toBeLessThanOrEqual(0.5);
      expect([...gradients.get(w)!.toArray()]).toEqual([3, 12]);
      expect([...gradients.get(a)!.toArray()]).toEqual([1, 1]);
      expect([...backward(penalty).get(w)!.toArray()]).toEqual([36, -288]);
    });
  }
});
