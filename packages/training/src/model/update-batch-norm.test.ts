import { createLoader, type Loader } from '@regopt/data';
import {
  BatchNorm1d,
  Dropout,
  Frozen,
  Linear,
  loadStateDict,
  Relu,
  Sequential,
  stateDict,
} from '@regopt/layers';
import { createGenerator, memory, type Tensor, tensor } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { updateBatchNorm } from './update-batch-norm.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly options: { readonly momentum: number | null };
    readonly state: Readonly<Record<string, ExpectedValues & { readonly dtype: 'f64' | 'i32' }>>;
    readonly batches: readonly ExpectedValues[];
    readonly after: Readonly<Record<string, ExpectedValues>>;
  }[];
}

const generator = createGenerator(1);

function loaderOf(rows: number[], columns: number, batchSize: number): Loader {
  const count = rows.length / columns;
  const inputs = tensor(rows, { shape: [count, columns] });
  return createLoader({ inputs, targets: tensor(new Float32Array(count)) }, { batchSize });
}

const valuesOf = (model: object): number[][] =>
  Array.from(stateDict(model).values(), (each: Tensor) => [...each.toArray()]);

describe('updateBatchNorm', () => {
  for (const { name, options, state, batches, after } of loadGolden<Golden>('training/update-batch-norm')
    .cases) {
    for (const compile of [true, false]) {
      it(`gives PyTorch's statistics, ${compile ? 'compiled' : 'called'}: ${name}`, async () => {
        const model = new Sequential(
          new Linear(3, 4, { generator }),
          new BatchNorm1d(4, options),
          new Relu(),
          new Linear(4, 2, { generator }),
          new BatchNorm1d(2, options),
        );
        const saved = Object.entries(state).map(
          ([key, { data, ...rest }]) => [key, tensor(Array.from(data), rest)] as const,
        );
        loadStateDict(model, new Map(saved));
        const rows = batches.flatMap(({ data }) => Array.from(data));
        await updateBatchNorm(model, loaderOf(rows, 3, batches[0]!.shape[0]!), { compile });
        const own = stateDict(model);
        for (const [key, { data, shape }] of Object.entries(state))
          expectClose(own.get(key)!, after[key] ?? { data, shape }, { relative: 1e-5, absolute: 1e-6 });
        for (const key of Object.keys(after)) expect(own.has(key)).toBe(true);
      });
    }
  }

  it('counts each pass of a layer that is passed twice', async () => {
    const shared = new BatchNorm1d(1, { affine: false });
    await updateBatchNorm(new Sequential(shared, shared), loaderOf([1, 3, 5, 9], 1, 2));
    // Means 2 and 7 at the first place, 0 and 0 at the second; unbiased variances 2, 8, and 2 twice.
    expectClose(shared.runningMean!, tensor([9 / 4]), { relative: 1e-5 });
    expectClose(shared.runningVar!, tensor([14 / 4]), { relative: 1e-4 });
    expect(shared.numBatchesTracked!.item()).toBe(4);
  });

  it('leaves frozen layers and all other tensors as they are, and no memory behind', async () => {
    const model = new Sequential(
      new Frozen(new Sequential(new BatchNorm1d(2))),
      new Linear(2, 2, { generator }),
      new BatchNorm1d(2, { trackRunningStatistics: false }),
      new BatchNorm1d(2),
    );
    const loader = loaderOf([1, 2, 3, 5, 4, 4], 2, 3);
    const [former, before] = [valuesOf(model), memory().buffers];
    await updateBatchNorm(model, loader);
    expect(memory().buffers).toBe(before);
    const now = valuesOf(model);
    expect(now.slice(0, -3)).toEqual(former.slice(0, -3));
    expect(now.at(-1)).toEqual([1]);
  });

  it('has dropout on, as in training, from the generator that it is given', async () => {
    const model = new Sequential(new Dropout(0.5), new BatchNorm1d(2));
    const loader = loaderOf(new Array(64).fill(1), 2, 8);
    const run = async (seed: number) => {
      await updateBatchNorm(model, loader, { generator: createGenerator(seed) });
      return valuesOf(model);
    };
    const first = await run(1);
    expect(first[3]!.some((variance) => variance > 0)).toBe(true);
    expect(await run(2)).not.toEqual(first);
    expect(await run(1)).toEqual(first);
    await expect(updateBatchNorm(model, loader)).rejects.toThrow(
      'Dropout: draws random numbers and was given no generator',
    );
  });

  it('changes nothing when a batch fails', async () => {
    const model = new BatchNorm1d(2);
    const former = valuesOf(model);
    const loader = loaderOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 9], 2, 2);
    await expect(updateBatchNorm(model, loader)).rejects.toThrow('more than 1 value per channel');
    expect(valuesOf(model)).toEqual(former);
  });

  it('makes no pass for a model without running statistics', async () => {
    let passes = 0;
    const loader = { epoch: () => passes++ } as never;
    await updateBatchNorm(new Linear(2, 2, { generator }), loader);
    expect(passes).toBe(0);
  });

  it('refuses what is no model or no loader', async () => {
    await expect(updateBatchNorm({} as never, loaderOf([1], 1, 1))).rejects.toThrow(
      'updateBatchNorm: needs a model with a forward function, got {}.',
    );
    await expect(updateBatchNorm(new BatchNorm1d(1), [] as never)).rejects.toThrow(
      'updateBatchNorm: the second argument is a loader',
    );
  });
});
