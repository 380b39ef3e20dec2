import { backward, mean, parameter, square, sub, sum } from '@regopt/autograd';
import { BatchNorm1d, Linear, parameters } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import {
  compile,
  createGenerator,
  GradientError,
  normal,
  setBackend,
  type Tensor,
  tensor,
} from '@regopt/tensor';
import { expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

it("refuses an eager graph's gradient after a replay has updated its parameters or statistics", async () => {
  setBackend(await createWasmBackend({ threads: 1 }));
  const generator = createGenerator(1);
  const [x, y] = [normal([8, 3], generator), normal([8, 2], generator)];
  const linear = new Linear(3, 2, { generator });
  const norm = new BatchNorm1d(3);
  const optimizer = sgd(parameters(linear), { learningRate: 0.1, momentum: 0.9 });
  const leaf = parameter(tensor(x.toArray(), { shape: x.shape }));
  let calls = 0;
  const step = compile((input: Tensor, target: Tensor) => {
    calls += 1;
    const loss = mean(square(sub(linear.forward(norm.forward(input, { training: true })), target)));
    optimizer.step(backward(loss));
    return loss;
  });
  // The 2nd replay runs the step itself, the 3rd does not.
  for (let i = 0; i < 4; i++) step(x, y);
  const taken = calls;
  const [byWeight, byStatistics, safe] = [
    sum(linear.forward(leaf)),
    sum(norm.forward(leaf)),
    sum(square(leaf)),
  ];
  for (const loss of [byWeight, byStatistics, safe]) backward(loss);
  step(x, y);
  expect(calls).toBe(taken);
  expect(() => backward(byWeight)).toThrow('linear: its input 1 [2,3] was overwritten');
  expect(() => backward(byStatistics)).toThrow(GradientError);
  expect(backward(safe).get(leaf)!.toArray()).toEqual(leaf.toArray().map((value) => 2 * value));
});
