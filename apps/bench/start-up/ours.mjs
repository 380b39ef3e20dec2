// A fresh process: from the import of the built packages to the loss of the first step of the `mlp` suite's
// model.
const started = performance.now();
const [tensors, { backward, crossEntropy }, layers, { adamw }, { createWasmBackend }] = await Promise.all([
  import('@regopt/tensor'),
  import('@regopt/autograd'),
  import('@regopt/layers'),
  import('@regopt/optim'),
  import('@regopt/kernels-wasm'),
]);
const { createGenerator, scope, setBackend, tensor, uniform } = tensors;
const { BatchNorm1d, Dropout, Linear, parameters, Relu, Sequential } = layers;

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
const optimizer = adamw(parameters(model), { learningRate: 1e-3, weightDecay: 1e-2 });
const x = uniform([128, 784], generator, { low: -1, high: 1 });
const y = tensor(Int32Array.from({ length: 128 }, (_, i) => (i * 7) % 10));
const value = scope(() => {
  const loss = crossEntropy(model.forward(x, { training: true, generator }), y);
  optimizer.step(backward(loss));
  return loss.item();
});
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, value }));
// Not left to the event loop: what threads do at the end is not asked here.
process.exit(0);
