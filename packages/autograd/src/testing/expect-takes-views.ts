import {
  contiguous,
  createGenerator,
  type Shape,
  scope,
  type Tensor,
  uniform,
  viewPermute,
} from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import { expect } from 'vitest';
import { backward } from '../backward.ts';

/**
 * Expects an op to treat a transposed view, as its input and as its output's gradient, like a contiguous copy
 * of it.
 */
export function expectTakesViews(op: (x: Tensor) => Tensor, shape: Shape): void {
  scope(() => {
    const generator = createGenerator(17);
    const transposed = (of: Shape): Tensor =>
      viewPermute(uniform([...of].reverse(), generator), of.map((_, axis) => axis).reverse());
    const view = transposed(shape);
    expect(view.contiguous, 'the input is a view with holes').toBe(false);
    const copy = contiguous(view);
    for (const x of [view, copy]) x.requiresGrad = true;
    const y = op(view);
    const expected = op(copy);
    expectClose(y, expected);
    const gradient = transposed(y.shape);
    const dx = backward(y, { gradient }).get(view)!;
    expectClose(dx, backward(expected, { gradient: contiguous(gradient) }).get(copy)!);
  });
}
