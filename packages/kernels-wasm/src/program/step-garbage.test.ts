import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/**
 * Prints the bytes that a call allocates, in each of 9 windows. Runs in its own process: if other steps ran
 * before, V8 shares code between them that allocates more.
 */
const probe = (threads: number) => `
  import { backward, matmul, mean, parameter, square, tanh } from '@regopt/autograd';
  import { sgd } from '@regopt/optim';
  import { compile, createGenerator, normal, setBackend } from '@regopt/tensor';
  import { createWasmBackend } from '@regopt/kernels-wasm';
  const backend = await createWasmBackend({ threads: ${threads}, relaxed: false });
  setBackend(backend);
  const weight = parameter(normal([16, 16], createGenerator(1)));
  const optimizer = sgd([weight], { momentum: 0.9, learningRate: 1e-3 });
  const x = normal([8, 16], createGenerator(2));
  const step = compile((x) => {
    const loss = mean(square(tanh(matmul(x, weight))));
    optimizer.step(backward(loss));
    return loss;
  });
  const take = (times) => {
    for (let i = 0; i < times; i++) step(x);
  };
  // A call allocates about 306 bytes until V8 has optimised it, and once more after the first collection.
  for (let i = 0; i < 4; i++) {
    gc();
    take(40_000);
  }
  const windows = [];
  for (let i = 0; i < 9; i++) {
    // No collection happens during the 2,000 calls after gc(), so none hides their garbage.
    gc();
    take(500);
    const before = process.memoryUsage().heapUsed;
    take(2000);
    windows.push(Math.round((process.memoryUsage().heapUsed - before) / 2000));
  }
  console.log(JSON.stringify(windows));
  process.exit();
`;

describe('a compiled step that has settled', () => {
  it.each([1, 2])(
    'makes less than 200 bytes of JavaScript garbage a call, on %i threads',
    async (threads) => {
      const args = [
        '--expose-gc',
        '--conditions=@regopt/source',
        '--input-type=module',
        '-e',
        probe(threads),
      ];
      const cwd = fileURLToPath(new URL('../..', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
      const windows: number[] = JSON.parse(stdout);
      const median = [...windows].sort((a, b) => a - b)[4];
      expect(median, `bytes a call in 9 windows: ${windows.join(', ')}`).toBeLessThan(200);
    },
  );
});
