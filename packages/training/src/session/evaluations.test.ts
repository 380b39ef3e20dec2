import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters } from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../evaluate/evaluate.ts';
import { meanAbsoluteError } from '../metrics/mean-absolute-error.ts';
import { fit } from './fit.ts';

const loaderOf = (seed: number) => createLoader(noisyCurve({ count: 20, seed }), { batchSize: 8 });

describe('the scores of an epoch', () => {
  it('are of each loader by itself: validation, and every one of evaluations', async () => {
    const model = new Linear(1, 1, { generator: createGenerator(1) });
    const loaders = { validation: loaderOf(2), clean: loaderOf(3), noisy: loaderOf(4) };
    const { history } = await fit({
      model,
      loss: mse,
      optimizer: sgd(namedParameters(model), { learningRate: 0.01 }),
      train: loaderOf(1),
      validation: loaders.validation,
      evaluations: { clean: loaders.clean, noisy: loaders.noisy },
      metrics: { distance: meanAbsoluteError() },
      epochs: 2,
    });
    const { validation, evaluations } = history[1]!;
    const expected = async (loader: typeof loaders.clean) =>
      evaluate(model, loader, { loss: mse, metrics: { distance: meanAbsoluteError() } });
    expect(validation).toEqual(await expected(loaders.validation));
    expect(evaluations).toEqual({
      clean: await expected(loaders.clean),
      noisy: await expected(loaders.noisy),
    });
    expect(evaluations!['clean']!.loss).not.toBe(validation!.loss);
  });
});
