import { crossEntropy } from '@regopt/autograd';
import { createLoader, type Loader, twoMoons } from '@regopt/data';
import { type Layer, Linear } from '@regopt/layers';
import { createGenerator, getBackend } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { accuracy } from '../metrics/accuracy.ts';
import { confusion } from '../metrics/confusion.ts';
import { evaluate } from './evaluate.ts';

const dataset = twoMoons({ count: 90, seed: 1 });
const test = createLoader(dataset, { batchSize: 8 });
const model = new Linear(2, 2, { generator: createGenerator(1) });

/** A layer that counts its calls. */
function counting(): Layer & { calls: number } {
  return {
    calls: 0,
    forward(x) {
      this.calls++;
      return model.forward(x);
    },
  };
}

describe('evaluate', () => {
  it('gives the mean over all rows, of the smaller last batch too, and metrics of one pass', async () => {
    const metrics = { counts: confusion(), accuracy: accuracy() };
    // A metric that was used begins anew.
    metrics.counts.update(model.forward(dataset.inputs), dataset.targets);
    const scores = await evaluate(model, test, { loss: crossEntropy, metrics });
    expect(scores.loss).toBeCloseTo(crossEntropy(model.forward(dataset.inputs), dataset.targets).item(), 6);
    expect(scores.counts.flat().reduce((sum, count) => sum + count)).toBe(90);
  });

  it.each([true, false])(
    'calls the model for each batch unless it captures, compile: %s',
    async (compile) => {
      const counted = counting();
      await evaluate(counted, test, { loss: crossEntropy, compile });
      if (!compile) expect(counted.calls).toBe(12);
      else if (getBackend().capture !== undefined) expect(counted.calls).toBeLessThan(12);
    },
  );

  it('lets the event loop run', async () => {
    let fired = false;
    setTimeout(() => {
      fired = true;
    });
    const rows = createLoader(dataset, { batchSize: 1 });
    // Batches until the timer has fired, or for long.
    const loader = {
      ...rows,
      *epoch(epoch: number) {
        for (let pass = 0; pass < 500 && !fired; pass++) yield* rows.epoch(epoch);
      },
    } as Loader;
    await evaluate(model, loader, { loss: crossEntropy });
    expect(fired).toBe(true);
  });

  it('disposes of its metrics, and says that a loader without a batch has no score', async () => {
    let disposed = 0;
    const metric = { ...accuracy(), dispose: () => void disposed++ };
    const options = { loss: crossEntropy, metrics: { metric } };
    await evaluate(model, test, options);
    expect(disposed).toBe(1);
    const none = { ...test, *epoch() {} } as unknown as Loader;
    await expect(evaluate(model, none, options)).rejects.toThrow('evaluate: the loader has no batch.');
    expect(disposed).toBe(2);
  });
});
