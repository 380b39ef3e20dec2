import { decayNote, momentumRules } from '../../training/optimizers.ts';

/** A short explanation of each option, for readers with basic knowledge of deep learning. */
export const optionNotes: Readonly<Record<string, string>> = {
  recipe: 'the task, its data and its models',
  epochs: 'passes over the training examples',
  batchSize: 'examples in a step',
  optimizer: 'the rule that turns gradients into steps',
  learningRate: 'η, the highest of the schedule',
  momentum: `μ of ${momentumRules}: how much of the last step goes into the next`,
  weightDecay: `λ: ${decayNote}`,
  schedule: 'how the learning rate changes',
  warmupSteps: 'steps over which the learning rate rises at first',
  maxGradNorm: 'limit on the norm of the gradient; none leaves it as it is',
  dropout: 'p: probability that a value is dropped in training, y = m z/(1 − p)',
  labelSmoothing: 'share of a label that is spread over all classes',
  l1: 'strength of a penalty on the absolute weights in the loss',
  inputNoise: 'standard deviation of the noise added to inputs',
  labelNoise:
    'for classes the probability that a training label is drawn anew, ' +
    'for values the standard deviation of noise',
  trainSize: 'how many examples to learn from; none is all that are left',
  validationSize: 'how many examples are held out for validation',
  seed: 'of initialisation, shuffling, dropout and noise',
  dataDir: 'folder of the data; none is the data of the recipe',
  portable: 'whether the kernels give the same bits on every machine',
  compile: 'whether steps are captured and replayed; the numbers are the same',
  threads: 'how many share the work, none for what the machine runs at once; the numbers are the same',
};
