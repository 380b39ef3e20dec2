import * as schedulers from '@regopt/schedulers';

interface Course {
  readonly learningRate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Number of steps after the warmup. */
  readonly steps: number;
}

interface ScheduleChoice {
  make(course: Course): schedulers.Schedule;
  /** What it does to the learning rate, for the report. */
  readonly description: string;
}

/**
 * The schedules that `--schedule` accepts; each can have a warmup before it. Everything else that names them
 * derives from this table. Step, exponential and plateau change once per epoch, as in the lecture; the cosine
 * changes at every step.
 */
export const schedules = {
  constant: {
    make: ({ learningRate }) => schedulers.constant(learningRate),
    description: 'A constant schedule keeps it as it is, which is often not the best choice.',
  },
  step: {
    make({ learningRate, epochs, stepsPerEpoch }) {
      const every = Math.max(1, Math.ceil(epochs / 3));
      return schedulers.perEpoch(schedulers.step(learningRate, { every, gamma: 0.1 }), stepsPerEpoch);
    },
    description:
      'The step schedule lowers it to a fraction at given epochs: large steps first, then finer ones.',
  },
  exponential: {
    make({ learningRate, epochs, stepsPerEpoch }) {
      // Falls to a hundredth over the run.
      const gamma = 0.01 ** (1 / epochs);
      return schedulers.perEpoch(schedulers.exponential(learningRate, { gamma }), stepsPerEpoch);
    },
    description:
      'The exponential schedule multiplies it by the same factor after every epoch: η(t) = γ η(t−1).',
  },
  cosine: {
    make: ({ learningRate, steps }) => schedulers.cosine(learningRate, { steps }),
    description:
      'The cosine schedule lowers it along half a cosine, η(t) = η(0) (1 + cos(πt/T))/2: slowly at first, ' +
      'fast in the middle, and slowly again towards zero.',
  },
  plateau: {
    make({ learningRate, stepsPerEpoch }) {
      const plateau = schedulers.reduceOnPlateau(learningRate, { factor: 0.3, patience: 2 });
      return schedulers.perEpoch(plateau, stepsPerEpoch);
    },
    description:
      'The plateau schedule lowers it whenever the validation loss has not improved for some epochs.',
  },
} as const satisfies Readonly<Record<string, ScheduleChoice>>;

export const scheduleNames = Object.keys(schedules) as (keyof typeof schedules)[];

/** The options that a schedule reads. */
interface ScheduleSettings {
  readonly schedule: keyof typeof schedules;
  readonly learningRate: number;
  readonly epochs: number;
  readonly warmupSteps: number;
}

/** The learning rate of each step: the schedule of the options after `warmupSteps` steps of linear warmup. */
export function makeSchedule(
  { schedule, learningRate, epochs, warmupSteps }: ScheduleSettings,
  stepsPerEpoch: number,
): schedulers.Schedule {
  const steps = Math.max(1, epochs * stepsPerEpoch - warmupSteps);
  const { make }: ScheduleChoice = schedules[schedule];
  const main = make({ learningRate, epochs, stepsPerEpoch, steps });
  return warmupSteps === 0
    ? main
    : schedulers.linearWarmup(main, { steps: warmupSteps, from: learningRate / (warmupSteps + 1) });
}
