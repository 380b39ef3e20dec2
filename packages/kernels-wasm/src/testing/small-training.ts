import { backward, crossEntropy } from '@regopt/autograd';
import { BatchNorm1d, Dropout, Linear, parameters, Relu, Sequential, stateDict, Tanh } from '@regopt/layers';
import { adamw, clipGradNorm } from '@regopt/optim';
import { compile, createGenerator, scope, type Tensor, tensor, uniform, withBackend } from '@regopt/tensor';
import type { WasmBackend } from '../runtime/wasm-backend.ts';

export const steps = 7;

/**
 * The result of some training steps: each loss, and every value of the model and its statistics at the end.
 */
export interface TrainingTrace {
  readonly losses: readonly number[];
  readonly state: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * Trains a small network, with layers and optimizers that count or draw at each step, on batches of two
 * sizes; large enough for all threads. The learning rate changes with each step.
 */
export function trainSmall(backend: WasmBackend, compiled: boolean): TrainingTrace {
  return withBackend(backend, () => {
    const generator = createGenerator(5);
    const model = new Sequential(
      new Linear(60, 200, { generator }),
      new BatchNorm1d(200),
      new Relu(),
      new Dropout(0.3),
      new Linear(200, 40, { generator }),
      new Tanh(),
      new Linear(40, 10, { generator }),
    );
    const optimizer = adamw(parameters(model), { weightDecay: 0.1 });
    const take = (x: Tensor, y: Tensor): Tensor => {
      const loss = crossEntropy(model.forward(x, { training: true, generator }), y);
      optimizer.step(clipGradNorm(backward(loss), 0.5));
      return loss;
    };
    const step = compile(take);
    const data = createGenerator(6);
    const losses = Array.from({ length: steps }, (_, i) => {
      const rows = i % 3 === 2 ? 70 : 150;
      const x = uniform([rows, 60], data);
      const y = tensor(Int32Array.from({ length: rows }, (_, row) => (row * 7 + i) % 10));
      optimizer.learningRate = 0.01 / (i + 1);
      const loss = compiled ? step(x, y).item() : scope(() => take(x, y).item());
      x.dispose();
      y.dispose();
      return loss;
    });
    const state = Object.fromEntries([...stateDict(model)].map(([name, value]) => [name, value.toArray()]));
    return { losses, state };
  });
}
