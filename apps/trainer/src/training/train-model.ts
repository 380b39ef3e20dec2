import { namedParameters } from '@regopt/layers';
import { ema } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import { accuracy, type Callback, earlyStopping, type TrainingSession, training } from '@regopt/training';
import { descriptionKey } from '../data/data-description.ts';
import type { RecipeData } from '../recipes/recipe.ts';
import type { BuiltModel } from '../run/build-models.ts';
import { firstExamples } from './first-examples.ts';
import { evaluationLoader, trainingLoader } from './loaders.ts';
import { lossOf } from './loss-of.ts';
import { makeLoss } from './losses.ts';
import { makeOptimizer } from './optimizers.ts';
import { makeSchedule } from './schedules.ts';

/** The training of a model by its options: a session, which trains it in place. */
export function trainModel(
  { model, variant, config }: BuiltModel,
  data: RecipeData,
  callbacks: readonly Callback[],
): TrainingSession {
  const { maxGradNorm, ema: decay, mixup: alpha, patience } = config;
  const train = trainingLoader(data, config);
  const weights = namedParameters(model);
  // The size of the validation set suffices to show the gap, and is cheap enough for every epoch.
  const seen = firstExamples(data.train, data.validation.inputs.shape[0]!);
  return training({
    model,
    loss: lossOf(model, config),
    evaluationLoss: makeLoss(config.loss, 'measuring'),
    optimizer: makeOptimizer(weights, config.optimizer),
    schedule: makeSchedule(config, train.batchesPerEpoch),
    train,
    validation: evaluationLoader(data.validation, data),
    evaluations: { train: evaluationLoader(seen, data) },
    metrics: metricsFor(data),
    epochs: config.epochs,
    generator: createGenerator(config.seed).fork(1),
    compile: config.compile,
    clipNorm: maxGradNorm ?? undefined,
    average: decay === null ? undefined : ema(weights, { decay }),
    mixup: alpha === null ? undefined : { alpha },
    parts: config.parts,
    callbacks:
      patience === null ? callbacks : [...callbacks, earlyStopping({ watch: 'validation.loss', patience })],
    metadata: {
      [modelKey]: variant.name,
      ...(data.description && { [descriptionKey]: JSON.stringify(data.description) }),
    },
  });
}

/** The key under which a checkpoint names the model that it is of. */
export const modelKey = 'trainer.model';

/** What a model is measured by besides its loss: for labels, the share of right answers. */
export const metricsFor = ({ train }: RecipeData) =>
  train.targets.dtype === 'i32' ? { accuracy: accuracy() } : {};
