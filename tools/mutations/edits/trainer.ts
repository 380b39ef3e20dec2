import type { Edit } from '../edit.ts';

const optimizers = 'apps/trainer/src/training/make-optimizer.ts';
const trainModel = 'apps/trainer/src/training/train-model.ts';

export const trainerEdits: readonly Edit[] = [
  {
    name: 'trainer/sgd-weight-decay',
    breaks: '--weight-decay does nothing to sgd',
    file: optimizers,
    find: 'sgd(parameters, { learningRate, momentum, weightDecay })',
    put: 'sgd(parameters, { learningRate, momentum })',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/adam-weight-decay',
    breaks: '--weight-decay does nothing to adam',
    file: optimizers,
    find: 'adam(parameters, { learningRate, weightDecay })',
    put: 'adam(parameters, { learningRate })',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/adamw-weight-decay',
    breaks: '--weight-decay does nothing to adamw',
    file: optimizers,
    find: 'adamw(parameters, { learningRate, weightDecay })',
    put: 'adamw(parameters, { learningRate })',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/clipping',
    breaks: '--max-grad-norm does nothing',
    file: trainModel,
    find: 'maxGradNorm === null ? gradients : clipGradNorm(gradients, maxGradNorm)',
    put: 'gradients',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
  {
    name: 'trainer/plateau-loss',
    breaks: 'the plateau schedule watches the training loss',
    file: trainModel,
    find: 'schedule.observe(record.validation.loss)',
    put: 'schedule.observe(record.train.loss)',
    tests: ['trainer', 'src/training', 'src/train.test.ts'],
  },
];
