import type { Edit } from '../edit.ts';

const optimizers = 'apps/trainer/src/training/optimizers.ts';
const trainModel = 'apps/trainer/src/training/train-model.ts';

export const trainerEdits: readonly Edit[] = [
  {
    name: 'trainer/weight-decay',
    breaks: '--weight-decay does nothing',
    file: optimizers,
    find: 'rule(parameters, options)',
    put: 'rule(parameters, { ...options, weightDecay: 0 })',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/clipping',
    breaks: '--max-grad-norm does nothing',
    file: trainModel,
    find: 'clipNorm: maxGradNorm ?? undefined,',
    put: 'clipNorm: undefined,',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/plateau-loss',
    breaks: 'the plateau schedule watches the loss of training examples',
    file: trainModel,
    find: 'validation: evaluationLoader(data.validation, data)',
    put: 'validation: evaluationLoader(data.train, data)',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/more-validation-than-training',
    breaks: 'a run with fewer training than validation examples fails',
    file: 'apps/trainer/src/training/first-examples.ts',
    find: 'Math.min(count, dataset.inputs.shape[0]!)',
    put: 'count',
    tests: ['trainer', 'src/training/first-examples.test.ts'],
  },
  {
    name: 'trainer/warmup-of-the-whole-run',
    breaks: 'a warmup as long as the run has no schedule after it',
    file: 'apps/trainer/src/training/schedules.ts',
    find: 'Math.max(1, epochs * stepsPerEpoch - warmupSteps)',
    put: 'epochs * stepsPerEpoch - warmupSteps',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/one-small-batch',
    breaks: 'fewer examples than a batch are refused',
    file: 'apps/trainer/src/training/loaders.ts',
    find: 'data.train.inputs.shape[0]! >= batchSize',
    put: 'true',
    tests: ['trainer', 'src/training/loaders.test.ts'],
  },
  {
    name: 'trainer/certainty-of-nan',
    breaks: 'a mistake without a probability is shown as the most certain one',
    file: 'apps/trainer/src/training/test-model.ts',
    find: ' && Number.isFinite(probability)',
    put: '',
    tests: ['trainer', 'src/training/test-model.test.ts'],
  },
  {
    name: 'trainer/dropout-of-1',
    breaks: 'dropout 1 is taken, and nothing is learned',
    file: 'apps/trainer/src/config/option-kinds.ts',
    find: "v.ltValue(1, ' must be below 1')",
    put: "v.maxValue(1, ' must be below 1')",
    tests: ['trainer', 'src/command-line', 'src/train', 'src/main'],
  },
];
