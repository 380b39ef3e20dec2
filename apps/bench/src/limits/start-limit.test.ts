import { describe, expect, it } from 'vitest';
import { compileLimits } from './compile-limits.ts';
import { startLimit } from './start-limit.ts';

describe('the limits', () => {
  it('multiply and add on registers: 12 chains, so many turns', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { multiplyAdd } = await compileLimits(memory);
    const vectors = new Float32Array(memory.buffer, 64, 15 * 4);
    vectors.fill(2, 0, 4).fill(3, 4, 8).fill(1, 8, 56);
    multiplyAdd(5, 64);
    expect([...vectors.subarray(56)]).toEqual(Array(4).fill(12 * (1 + 5 * 2 * 3)));
  });

  it('read four arrays and write three, each to its end and no further', async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { streams } = await compileLimits(memory);
    const values = new Float32Array(memory.buffer, 64, 36);
    values.fill(1, 0, 8).fill(2, 8, 16).fill(3, 16, 24).fill(10, 24, 32).fill(7, 32);
    streams(64, 32);
    const expected = [11, 12, 13, 10].flatMap((value) => Array(8).fill(value));
    expect([...values]).toEqual([...expected, 7, 7, 7, 7]);
  });

  it('are timed as contestants', async () => {
    const product = await startLimit('multiplyAdd', { kind: 'matmul', m: 64, k: 64, n: 64 });
    expect(await product.run(100)).toBeGreaterThan(0);
    const optimizer = { name: 'sgd', learningRate: 0.1, momentum: 0.9 } as const;
    const update = await startLimit('streams', { kind: 'update', tensors: 2, size: 1000, optimizer });
    expect(await update.run(100)).toBeGreaterThan(0);
  });

  it('are known for products and updates only', async () => {
    const optimizer = { name: 'sgd', learningRate: 0.1, momentum: 0.9 } as const;
    const update = { kind: 'update', tensors: 1, size: 4, optimizer } as const;
    await expect(startLimit('multiplyAdd', update)).rejects.toThrow(
      'internal: the operations of update are not counted.',
    );
    const product = { kind: 'matmul', m: 1, k: 1, n: 1 } as const;
    await expect(startLimit('streams', product)).rejects.toThrow(
      'internal: the traffic of matmul is not known.',
    );
  });
});
