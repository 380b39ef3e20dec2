import { backward, crossEntropy } from '@regopt/autograd';
import { createWasmBackend } from '@regopt/kernels-wasm';
import { BatchNorm1d, Dropout, Linear, parameters, Relu, Sequential } from '@regopt/layers';
import { adamw, clipGradNorm } from '@regopt/optim';
import { compile, createGenerator, setBackend } from '@regopt/tensor';

/** The `mlp` suite's model and its training step. */
export async function createStep() {
  setBackend(await createWasmBackend());
  const generator = createGenerator(1);
  const model = new Sequential(
    new Linear(784, 256, { generator }),
    new BatchNorm1d(256),
    new Relu(),
    new Dropout(0.3),
    new Linear(256, 128, { generator }),
    new BatchNorm1d(128),
    new Relu(),
    new Dropout(0.3),
    new Linear(128, 10, { generator }),
  );
  const optimizer = adamw(parameters(model), { learningRate: 1e-3 });
  return compile((x, y) => {
    const loss = crossEntropy(model.forward(x, { training: true, generator }), y);
    optimizer.step(clipGradNorm(backward(loss), 1));
    return loss;
  });
}
