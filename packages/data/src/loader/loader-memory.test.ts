import { memory, scope, zeros } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { twoMoons } from '../toys/two-moons.ts';
import { createLoader } from './create-loader.ts';
import type { Batch } from './loader.ts';

describe("a loader's memory", () => {
  const options = {
    batchSize: 4,
    shuffle: true,
    seed: 1,
    inputNoise: 0.1,
    labelNoise: 0.1,
    normalize: { mean: 1, standardDeviation: 2 },
  };

  it('holds one batch at a time in a plain loop and in for await', async () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const before = memory().buffers;
    for (const { x } of loader.epoch(0)) {
      expect(memory().buffers).toBe(before + 2);
      expect(x.storage.disposed).toBe(false);
    }
    expect(memory().buffers).toBe(before);
    for await (const _ of loader) expect(memory().buffers).toBe(before + 2);
    expect(memory().buffers).toBe(before);
  });

  it('is free after a break, an error, and a loop inside a scope', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    assertNoLeak(() => {
      for (const _ of loader.epoch(0)) break;
      expect(() => {
        for (const _ of loader.epoch(0)) throw new Error('the step failed');
      }).toThrow('the step failed');
      scope(() => {
        for (const { x } of loader.epoch(1)) scope(() => zeros(x.shape));
      });
    });
  });

  it('ends with the scope in which the batch was asked for', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const batches = loader.epoch(0)[Symbol.iterator]();
    const batch: Batch = batches.next().value;
    expect(batch.x.storage.disposed).toBe(false);
    let inner: Batch | undefined;
    scope(() => {
      inner = batches.next().value;
    });
    expect(inner?.x.storage.disposed).toBe(true);
    expect(batch.x.storage.disposed).toBe(true);
    batches.return?.();
  });

  it('belongs to the caller of batch, or to the scope around the call', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    assertNoLeak(() => {
      const mine = [loader.batch(0, 0), loader.batch(0, 1)];
      for (const { x, y } of mine) {
        expect(x.storage.disposed).toBe(false);
        x.dispose();
        y.dispose();
      }
      scope(() => {
        loader.batch(3, 2);
      });
    });
  });
});
