import { backward, crossEntropy } from '@regopt/autograd';
import {
  BatchNorm1d,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  MaxPool2d,
  namedParameters,
  Relu,
  Sequential,
} from '@regopt/layers';
import { adamw, clipGradNorm } from '@regopt/optim';
import { createGenerator, type MemoryUse, memory, normal, scope, setBackend, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { createWasmBackend } from './create-wasm-backend.ts';

it('10,000 training steps leave as many buffers and as much memory as the first 100', async () => {
  setBackend(await createWasmBackend());
  const generator = createGenerator(1);
  const model = new Sequential(
    new Conv2d(1, 2, 3, { padding: 1, generator }),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(8, 8, { generator }),
    new BatchNorm1d(8),
    new Relu(),
    new Dropout(0.2),
    new Linear(8, 3, { generator }),
  );
  const optimizer = adamw(namedParameters(model), { learningRate: 1e-3 });
  const labels = tensor([0, 1, 2, 0, 1, 2, 0, 1], { dtype: 'i32' });
  const uses: MemoryUse[] = [];
  for (let step = 1; step <= 10_000; step++) {
    scope(() => {
      const x = normal([8, 1, 4, 4], generator);
      const loss = crossEntropy(model.forward(x, { training: true, generator }), labels);
      optimizer.step(clipGradNorm(backward(loss), 1));
    });
    if (step === 100 || step === 10_000) uses.push(memory());
  }
  expect(uses[1]).toEqual(uses[0]);
});
