import { backward } from '@regopt/autograd';
import { type Layer, namedParameters } from '@regopt/layers';
import { clipGradNorm } from '@regopt/optim';
import { isAdaptive } from '@regopt/schedulers';
import { createGenerator, type Tensor } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { Progress } from '../progress/progress.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { EpochRecord, StepRecord } from '../report/report-data.ts';
import type { Evaluator } from './evaluator.ts';
import { firstExamples } from './first-examples.ts';
import { trainingLoader } from './loaders.ts';
import { lossOf } from './loss-of.ts';
import { makeOptimizer } from './optimizers.ts';
import { pace } from './pace.ts';
import { makeSchedule } from './schedules.ts';
import { stepOf } from './step-of.ts';

/** Receives the records of a training, and can stop it. */
export interface TrainingWatcher {
  readonly progress: Progress;
  /** Measures the model at the end of each epoch. */
  readonly evaluator: Evaluator;
  epochEnded(record: EpochRecord): void;
  stepEnded(record: StepRecord): void;
  /** True to stop after this step, for example after Ctrl-C. */
  stopped(): boolean;
}

/**
 * Trains a model in place until the last epoch or until the watcher stops it. Returns the seconds of
 * training.
 */
export async function trainModel(
  model: Layer,
  data: RecipeData,
  config: Config,
  watcher: TrainingWatcher,
): Promise<number> {
  const { train, validation } = data;
  const { evaluator } = watcher;
  const { seed, maxGradNorm, epochs } = config;
  const loader = trainingLoader(data, config);
  const optimizer = makeOptimizer(namedParameters(model), config.optimizer);
  const schedule = makeSchedule(config, loader.batchesPerEpoch);
  const generator = createGenerator(seed).fork(1);
  // The size of the validation set suffices to show the gap, and is cheap enough for every epoch.
  const seen = firstExamples(train, validation.inputs.shape[0]!);

  const takeStep = stepOf(config.compile, (x: Tensor, y: Tensor) => {
    const loss = lossOf(model, model.forward(x, { training: true, generator }), y, config);
    const gradients = backward(loss);
    optimizer.step(maxGradNorm === null ? gradients : clipGradNorm(gradients, maxGradNorm));
    return loss;
  });

  const clock = pace(epochs * loader.batchesPerEpoch, watcher.progress, epochs);
  let step = 0;
  for (let epoch = 0; epoch < epochs && !watcher.stopped(); epoch++) {
    for (const { x, y } of loader.epoch(epoch)) {
      const learningRate = schedule(step);
      optimizer.learningRate = learningRate;
      const loss = takeStep(x, y).item();
      step++;
      watcher.stepEnded({ step, loss, learningRate });
      const breath = clock.tick(step, epoch, loss, learningRate);
      if (breath !== undefined) await breath;
      if (watcher.stopped()) break;
    }
    const record = {
      epoch: epoch + 1,
      step,
      train: evaluator.measure(seen),
      validation: evaluator.measure(validation),
      seconds: clock.seconds(),
    };
    if (isAdaptive(schedule)) schedule.observe(record.validation.loss);
    clock.epochEnded(record);
    watcher.epochEnded(record);
  }
  takeStep.dispose();
  optimizer.dispose();
  return clock.seconds();
}
