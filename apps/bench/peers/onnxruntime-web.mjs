// onnxruntime-web: products only, on its WebAssembly back end with SIMD and one thread, without its proxy
// worker.
import * as ort from 'onnxruntime-web';
import { knownTransposed, knownWork } from './known.mjs';
import { onnxProduct } from './onnx-product.mjs';
import { randomValues } from './random-values.mjs';

ort.env.wasm.numThreads = 1;
ort.env.wasm.proxy = false;
ort.env.logLevel = 'error';

export async function create(work) {
  if (work.kind !== 'matmul') throw new Error('is timed on products alone');
  knownWork({ matmul: onnxProduct }, work);
  const { m, k, n } = work;
  const [transposedA, transposedB] = knownTransposed(work);
  const session = await ort.InferenceSession.create(onnxProduct(work), { executionProviders: ['wasm'] });
  const operand = (seed, ...shape) =>
    new ort.Tensor('float32', randomValues(shape[0] * shape[1], seed), shape);
  const a = transposedA ? operand(1, k, m) : operand(1, m, k);
  const b = transposedB ? operand(2, n, k) : operand(2, k, n);
  return {
    note: 'SIMD, one thread; it copies operands and result, which are not in its memory',
    async run(times) {
      let value;
      for (let i = 0; i < times; i++) value = (await session.run({ a, b })).c.data[0];
      return value;
    },
    dispose: () => session.release(),
  };
}
