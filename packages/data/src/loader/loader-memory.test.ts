import { add, backward, mul, parameter, square, sum } from '@regopt/autograd';
import { DisposedError, memory, scope, tensor, zeros } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { twoMoons } from '../toys/two-moons.ts';
import { createLoader } from './create-loader.ts';
import type { Batch } from './loader.ts';

const hint = 'To hold several batches, make them by loader.batch(epoch, index).';

describe("a loader's memory", () => {
  const options = {
    batchSize: 4,
    shuffle: true,
    seed: 1,
    inputNoise: 0.1,
    labelNoise: 0.1,
    normalize: { mean: 1, standardDeviation: 2 },
  };

  it('contains one batch at a time, and does not grow, in a plain loop and in for await', async () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const before = memory();
    const during = new Set<number>();
    for (const { x } of loader.epoch(0)) {
      during.add(memory().bytes);
      expect(x.storage.disposed).toBe(false);
    }
    expect(memory()).toEqual(before);
    for await (const _ of loader) during.add(memory().bytes);
    expect(memory()).toEqual(before);
    expect(during.size).toBe(1);
  });

  it('is the same for each batch of a loop, including a smaller last one', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const batches = Array.from(loader.epoch(0), ({ x, y }) => ({
      shapes: [x.shape, y.shape],
      handles: [x.storage.handle, y.storage.handle],
    }));
    expect(new Set(batches.map(({ handles }) => String(handles))).size).toBe(1);
    expect(batches.map(({ shapes }) => shapes)).toEqual([
      ...Array.from({ length: 5 }, () => [[4, 2], [4]]),
      [[2, 2], [2]],
    ]);
  });

  it('cannot be read through a batch that has ended', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const [first, second] = loader.epoch(0);
    for (const batch of [first, second]) {
      for (const each of [batch!.x, batch!.y]) {
        expect(() => each.toArray()).toThrow(DisposedError);
        expect(() => each.toArray()).toThrow(hint);
      }
    }
    expect(() => first!.x.toArray()).toThrow("has asked for the next batch, which takes this one's memory.");
    expect(() => second!.x.toArray()).toThrow('the loop over the loader has ended');
  });

  it('allows a backward pass over live batches only', () => {
    const inputs = tensor([1, 2, 3, 4], { shape: [4, 1] });
    const loader = createLoader({ inputs, targets: zeros([4]) }, { batchSize: 1 });
    const weight = parameter(tensor([[1]]));
    const total = (batches: Iterable<Batch>) =>
      Array.from(batches, ({ x }) => sum(square(mul(x, weight)))).reduce(add);
    expect(() => backward(total(loader.epoch(0)))).toThrow(hint);
    const held = [0, 1, 2, 3].map((index) => loader.batch(0, index));
    expect(backward(total(held)).get(weight)!.item()).toBe(60);
  });

  it('includes a copy of the indices per batch, which later batches do not change', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const batches = [...loader.epoch(0)];
    const seen = batches.flatMap(({ indices }) => [...indices]);
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 22 }, (_, i) => i));
    batches[0]!.indices.fill(0);
    expect([...loader.epoch(0)].flatMap(({ indices }) => [...indices])).toEqual(seen);
  });

  it('does not pass requiresGrad on from one batch to the next', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    for (const { x } of loader.epoch(0)) {
      expect(x.requiresGrad).toBe(false);
      x.requiresGrad = true;
    }
  });

  it('stays if the caller frees a batch', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    const labels = Array.from(loader.epoch(0), ({ y }) => [...y.toArray()]);
    assertNoLeak(() => {
      const again = Array.from(loader.epoch(0), ({ x, y }) => {
        const values = [...y.toArray()];
        x.dispose();
        return values;
      });
      expect(again).toEqual(labels);
    });
  });

  it('is freed after a break, an error, and a loop inside a scope', () => {
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

  it('outlives the scope in which a batch was requested, and ends with the loop', () => {
    const loader = createLoader(twoMoons({ count: 22, seed: 1 }), options);
    assertNoLeak(() => {
      const batches = loader.epoch(0)[Symbol.iterator]();
      let batch: Batch | undefined;
      for (let i = 0; i < 2; i++) {
        scope(() => {
          batch = batches.next().value;
        });
        expect(batch!.x.storage.disposed).toBe(false);
      }
      batches.return?.();
      expect(batch!.x.storage.disposed).toBe(true);
    });
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
