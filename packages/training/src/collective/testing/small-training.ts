import { crossEntropy } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import { BatchNorm1d, Dropout, Linear, namedParameters, Relu, Sequential, stateDict } from '@regopt/layers';
import { adamw } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import type { Collective } from '../../contract/collective.ts';
import { fit } from '../../session/fit.ts';

/** The model's state and the losses after two epochs with everything that differs between parts. */
export async function smallTraining(parts: number, collective?: Collective): Promise<string> {
  const build = createGenerator(3);
  const model = new Sequential(
    new Linear(2, 16, { generator: build }),
    new BatchNorm1d(16),
    new Relu(),
    new Dropout(0.2),
    new Linear(16, 2, { generator: build }),
  );
  const noise = { inputNoise: 0.1, labelNoise: 0.1 };
  const { history } = await fit({
    model,
    loss: crossEntropy,
    optimizer: adamw(namedParameters(model), { learningRate: 0.05 }),
    train: createLoader(twoMoons({ count: 90, seed: 1 }), {
      batchSize: 36,
      shuffle: true,
      seed: 4,
      ...noise,
    }),
    epochs: 2,
    mixup: { alpha: 0.3 },
    clipNorm: 1,
    generator: createGenerator(5),
    parts,
    collective,
  });
  const state = Array.from(stateDict(model), ([name, each]) => [name, [...each.toArray()]]);
  return JSON.stringify({ state, losses: history.map(({ train }) => train.loss) });
}
