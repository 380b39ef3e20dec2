import { type DType, scope, type Tensor, tensor } from '@regopt/tensor';
import type { Optimizer } from '../optimizer.ts';

/** A function to minimize and its gradient as a formula, so that optimizer tests need no backward pass. */
export interface ToyProblem {
  readonly start: readonly number[];
  readonly minimum: readonly number[];
  gradient(x: ArrayLike<number>): number[];
}

/** sum of c_i (x_i - a_i)^2 / 2 with c = 1, 0.5, 2 and a = 1, -2, 0.5. */
export const parabola: ToyProblem = {
  start: [-1, 1, 3],
  minimum: [1, -2, 0.5],
  gradient: (x) => [x[0]! - 1, 0.5 * (x[1]! + 2), 2 * (x[2]! - 0.5)],
};

/**
 * Rosenbrock's curved valley, (1 - x)^2 + 100 (y - x^2)^2: easy to enter, slow to follow down to its minimum.
 */
export const rosenbrock: ToyProblem = {
  start: [-1.2, 1],
  minimum: [1, 1],
  gradient: ([x = 0, y = 0]: ArrayLike<number> & Iterable<number>) => [
    -2 * (1 - x) - 400 * x * (y - x * x),
    200 * (y - x * x),
  ],
};

/** Runs steps towards a problem's minimum. The caller chooses the gradient's sign. */
export function descend(optimizer: Optimizer, x: Tensor, problem: ToyProblem, steps: number, sign = 1): void {
  for (let i = 0; i < steps; i++) {
    scope(() => {
      const gradient = problem.gradient(x.toArray()).map((value) => sign * value);
      optimizer.step(new Map([[x, tensor(gradient, { dtype: x.dtype })]]));
    });
  }
}

export const startOf = (problem: ToyProblem, dtype: DType = 'f64'): Tensor =>
  tensor([...problem.start], { dtype });
