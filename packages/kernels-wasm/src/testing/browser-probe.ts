import * as ops from '@regopt/autograd';
import { adamw } from '@regopt/optim';
import {
  compile,
  createGenerator,
  normal,
  scope,
  type Tensor,
  type TypedArray,
  withBackend,
} from '@regopt/tensor';
import type { Capabilities } from '../runtime/capabilities.ts';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

/**
 * The results in a page, worker or Node: hexadecimal words of every result, by name, and the back end's
 * capabilities.
 */
export interface ProbeResult {
  readonly capabilities: Capabilities;
  readonly words: Readonly<Record<string, string>>;
}

/**
 * Functions, sums, products and draws, and a small network trained for three steps, on one build and number
 * of threads.
 */
export async function probe(relaxed: false | 'auto', threads: number): Promise<ProbeResult> {
  const backend = await createWasmBackend({ relaxed, threads });
  const capabilities = backend.capabilities();
  await backend.ready;
  const words: Record<string, string> = {};
  const keep = (name: string, x: Tensor) => {
    words[name] = hexadecimal(x.toArray());
  };
  withBackend(backend, () =>
    scope(() => {
      const generator = createGenerator(20);
      const x = normal([37, 11], generator, { standardDeviation: 3 });
      const { exp, gelu, logSoftmax, sigmoid, silu, softmax, softplus, tanh } = ops;
      for (const op of [exp, gelu, logSoftmax, sigmoid, silu, softmax, softplus, tanh]) keep(op.name, op(x));
      keep('log', ops.log(ops.abs(x)));
      keep('pow', ops.pow(ops.abs(x), 1.7));
      keep('sum', ops.sum(x, { axis: 0 }));
      keep('dropout', ops.dropout(x, { probability: 0.4, generator }));
      train(x, generator, keep);
    }),
  );
  withBackend(backend, () => trainCompiled(keep));
  backend.dispose();
  return { capabilities, words };
}

function train(
  x: Tensor,
  generator: ReturnType<typeof createGenerator>,
  keep: (name: string, x: Tensor) => void,
): void {
  const weight = ops.parameter(normal([5, 11], generator));
  const filter = ops.parameter(normal([4, 1, 3, 3], generator));
  const optimizer = adamw([weight, filter], { learningRate: 0.05 });
  for (let step = 0; step < 3; step++) {
    const picture = ops.reshape(ops.slice(x, { axis: 0, end: 36 }), [11, 1, 6, 6]);
    const pooled = ops.maxPool2d(ops.conv2d(picture, filter, undefined, { padding: 1 }), { kernelSize: 2 });
    const { output } = ops.batchNorm(ops.linear(x, weight));
    const loss = ops.add(ops.mean(ops.square(output)), ops.mean(ops.tanh(pooled)));
    optimizer.step(ops.backward(ops.add(loss, ops.mean(ops.sigmoid(ops.linear(x, weight))))));
  }
  keep('trained weight', weight);
  keep('trained filter', filter);
}

/** Large enough to run on all threads. */
function trainCompiled(keep: (name: string, x: Tensor) => void): void {
  const generator = createGenerator(3);
  const weight = ops.parameter(normal([64, 96], generator));
  const optimizer = adamw([weight], { learningRate: 0.05 });
  const step = compile((x: Tensor) => {
    const hidden = ops.dropout(ops.relu(ops.linear(x, weight)), { probability: 0.2, generator });
    const loss = ops.mean(ops.square(hidden));
    optimizer.step(ops.backward(loss));
    return loss;
  });
  for (let i = 0; i < 6; i++) {
    const x = normal([300, 96], generator);
    keep(`loss of compiled step ${i}`, step(x));
    x.dispose();
  }
  keep('weight of the compiled steps', weight);
}

function hexadecimal(values: TypedArray): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
