import { add, backward, crossEntropy, mse } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { type Layer, l1Penalty, namedParameters } from '@regopt/layers';
import { clipGradNorm } from '@regopt/optim';
import { isAdaptive } from '@regopt/schedulers';
import { createGenerator, scope, type Tensor } from '@regopt/tensor';
import type { Config } from '../config.ts';
import type { Progress } from '../progress/progress.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { EpochRecord, StepRecord } from '../report/report-data.ts';
import { evaluateModel } from './evaluate-model.ts';
import { firstExamples } from './first-examples.ts';
import { makeOptimizer } from './make-optimizer.ts';
import { makeSchedule } from './make-schedule.ts';
import { pace } from './pace.ts';

/** Who wants to know how training goes, and whether to stop. */
export interface TrainingWatcher {
  readonly progress: Progress;
  epochEnded(record: EpochRecord): void;
  stepEnded(record: StepRecord): void;
  /** Whether to stop after this step, as after Ctrl-C. */
  stopped(): boolean;
}

/** Trains a model in place, by the options, until the last epoch or until the watcher says stop. Returns the seconds it took. */
export async function trainModel(
  model: Layer,
  data: RecipeData,
  config: Config,
  watcher: TrainingWatcher,
): Promise<number> {
  const { train, validation, normalize, flatten } = data;
  const { batchSize, seed, inputNoise, labelNoise, labelSmoothing, l1, maxGradNorm, epochs } = config;
  const loader = createLoader(train, {
    batchSize,
    shuffle: true,
    // A last batch of one example has no batch statistics; a full epoch of one batch must not vanish.
    dropLast: train.inputs.shape[0]! >= batchSize,
    seed,
    inputNoise,
    labelNoise,
    ...(normalize && { normalize }),
    ...(flatten && { flatten }),
  });
  const parameters = namedParameters(model);
  const optimizer = makeOptimizer(parameters, config);
  const schedule = makeSchedule(config, loader.batchesPerEpoch);
  const generator = createGenerator(seed).fork(1);
  // As many training examples as there are for validation: enough to see the gap, cheap enough for every epoch.
  const seen = firstExamples(train, validation.inputs.shape[0]!);
  const lossOf = (output: Tensor, y: Tensor): Tensor => {
    const loss = y.dtype === 'i32' ? crossEntropy(output, y, { labelSmoothing }) : mse(output, y);
    return l1 > 0 ? add(loss, l1Penalty(parameters.values(), l1)) : loss;
  };

  const clock = pace(epochs * loader.batchesPerEpoch, watcher.progress, epochs);
  let step = 0;
  for (let epoch = 0; epoch < epochs && !watcher.stopped(); epoch++) {
    for (const { x, y } of loader.epoch(epoch)) {
      optimizer.learningRate = schedule(step);
      const loss = scope(() => {
        const loss = lossOf(model.forward(x, { training: true, generator }), y);
        const gradients = backward(loss);
        optimizer.step(maxGradNorm === null ? gradients : clipGradNorm(gradients, maxGradNorm));
        return loss.item();
      });
      step++;
      watcher.stepEnded({ step, loss, learningRate: optimizer.learningRate });
      await clock.tick(step, epoch, loss, optimizer.learningRate);
      if (watcher.stopped()) break;
    }
    const record = {
      epoch: epoch + 1,
      step,
      train: evaluateModel(model, seen, data),
      validation: evaluateModel(model, validation, data),
      seconds: clock.seconds(),
    };
    if (isAdaptive(schedule)) schedule.observe(record.validation.loss);
    clock.epochEnded(record);
    watcher.epochEnded(record);
  }
  optimizer.dispose();
  return clock.seconds();
}
