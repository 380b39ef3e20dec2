import {
  constant,
  cosine,
  exponential,
  linearWarmup,
  perEpoch,
  reduceOnPlateau,
  type Schedule,
  step,
} from '@regopt/schedulers';
import type { Config } from '../config.ts';

/**
 * The learning rate of each step: the schedule of the options after `warmupSteps` steps of linear warmup.
 * Step, exponential and plateau change once per epoch, as in the lecture; the cosine changes at every step.
 */
export function makeSchedule(config: Config, stepsPerEpoch: number): Schedule {
  const { learningRate, epochs, warmupSteps, schedule } = config;
  const after = Math.max(1, epochs * stepsPerEpoch - warmupSteps);
  const main = (): Schedule => {
    switch (schedule) {
      case 'constant':
        return constant(learningRate);
      case 'step':
        return perEpoch(
          step(learningRate, { every: Math.max(1, Math.ceil(epochs / 3)), gamma: 0.1 }),
          stepsPerEpoch,
        );
      case 'exponential':
        // Falls to a hundredth over the run.
        return perEpoch(exponential(learningRate, { gamma: 0.01 ** (1 / epochs) }), stepsPerEpoch);
      case 'cosine':
        return cosine(learningRate, { steps: after });
      case 'plateau':
        return perEpoch(reduceOnPlateau(learningRate, { factor: 0.3, patience: 2 }), stepsPerEpoch);
    }
  };
  return warmupSteps === 0
    ? main()
    : linearWarmup(main(), { steps: warmupSteps, from: learningRate / (warmupSteps + 1) });
}
