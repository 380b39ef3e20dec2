import * as schedulers from '@regopt/schedulers';
import * as v from 'valibot';
import { choiceSchema } from '../config/choice-schema.ts';
import { atLeastZero, belowOne, count, described, oneOf, whole } from '../config/option-kinds.ts';

interface Course {
  readonly learningRate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Number of steps after the warmup. */
  readonly steps: number;
}

interface ScheduleChoice {
  /** Its options besides `warmupSteps`, which all have. */
  readonly options: v.ObjectEntries;
  make(course: Course, options: object): schedulers.Schedule;
  /** What it does to the learning rate, for the report. */
  readonly description: string;
}

/** A row of the table, whose `make` reads the options that it lists. */
const row = <Options extends v.ObjectEntries>(choice: {
  readonly options: Options;
  make(course: Course, options: v.InferOutput<v.ObjectSchema<Options, undefined>>): schedulers.Schedule;
  readonly description: string;
}) => choice;

const gamma = (by: number) => v.optional(described(atLeastZero, 'γ: the factor of the rate'), by);
const minRate = v.optional(described(atLeastZero, 'the lowest rate'), 0);

/**
 * The schedules that `schedule.name` accepts, one row each; everything else that names them derives from this
 * table. Step, multiStep, exponential and plateau change once per epoch, as in the lecture, and their options
 * count epochs; cosine and linear change at every step.
 */
export const schedules = {
  constant: row({
    options: {},
    make: ({ learningRate }) => schedulers.constant(learningRate),
    description: 'A constant schedule keeps it as it is, which is often not the best choice.',
  }),
  step: row({
    options: {
      every: v.optional(
        described(v.nullable(count), 'epochs of each rate; null for a third of all epochs'),
        null,
      ),
      gamma: gamma(0.1),
    },
    make({ learningRate, epochs, stepsPerEpoch }, { every, gamma }) {
      const stairs = { every: every ?? Math.max(1, Math.ceil(epochs / 3)), gamma };
      return schedulers.perEpoch(schedulers.step(learningRate, stairs), stepsPerEpoch);
    },
    description:
      'The step schedule lowers it to a fraction at given epochs: large steps first, then finer ones.',
  }),
  multiStep: row({
    options: {
      milestones: v.optional(
        described(
          v.nullable(v.array(count, ' must be a list of whole numbers such as [30, 80]')),
          'the epochs at which the rate changes; null for a half and three quarters of all',
        ),
        null,
      ),
      gamma: gamma(0.1),
    },
    make({ learningRate, epochs, stepsPerEpoch }, { milestones, gamma }) {
      const middle = [...new Set([Math.ceil(epochs / 2), Math.ceil((3 * epochs) / 4)])];
      const stairs = schedulers.multiStep(learningRate, { milestones: milestones ?? middle, gamma });
      return schedulers.perEpoch(stairs, stepsPerEpoch);
    },
    description: 'The multiStep schedule lowers it to a fraction at each of its milestones.',
  }),
  exponential: row({
    options: {
      gamma: v.optional(
        described(
          v.nullable(atLeastZero),
          'γ: the factor of the rate after each epoch; null for a hundredth over the run',
        ),
        null,
      ),
    },
    make({ learningRate, epochs, stepsPerEpoch }, { gamma }) {
      const decay = schedulers.exponential(learningRate, { gamma: gamma ?? 0.01 ** (1 / epochs) });
      return schedulers.perEpoch(decay, stepsPerEpoch);
    },
    description:
      'The exponential schedule multiplies it by the same factor after every epoch: η(t) = γ η(t−1).',
  }),
  cosine: row({
    options: { minRate },
    make: ({ learningRate, steps }, { minRate }) => schedulers.cosine(learningRate, { steps, minRate }),
    description:
      'The cosine schedule lowers it along half a cosine, η(t) = η(0) (1 + cos(πt/T))/2: slowly at first, ' +
      'fast in the middle, and slowly again towards zero.',
  }),
  linear: row({
    options: { to: v.optional(described(atLeastZero, 'the rate at the end'), 0) },
    make: ({ learningRate, steps }, { to }) => schedulers.linear(learningRate, { steps, to }),
    description: 'The linear schedule lowers it by the same amount at every step.',
  }),
  plateau: row({
    options: {
      factor: v.optional(described(belowOne, 'the factor of the rate at a plateau'), 0.3),
      patience: v.optional(
        described(whole(0, 2 ** 31 - 1), 'epochs without improvement that it waits for'),
        2,
      ),
      threshold: v.optional(
        described(belowOne, 'what counts as an improvement of the validation loss'),
        1e-4,
      ),
      thresholdMode: v.optional(
        described(oneOf(['relative', 'absolute']), 'whether the threshold is a share of the loss'),
        'relative',
      ),
      cooldown: v.optional(
        described(whole(0, 2 ** 31 - 1), 'epochs after a reduction that it does not count'),
        0,
      ),
      minRate,
    },
    make({ learningRate, stepsPerEpoch }, options) {
      return schedulers.perEpoch(schedulers.reduceOnPlateau(learningRate, options), stepsPerEpoch);
    },
    description:
      'The plateau schedule lowers it whenever the validation loss has not improved for some epochs.',
  }),
} as const satisfies Readonly<Record<string, ScheduleChoice>>;

type ScheduleName = keyof typeof schedules;
export const scheduleNames = Object.keys(schedules) as ScheduleName[];

const warmupSteps = v.optional(
  described(whole(0, 2 ** 31 - 1), 'steps over which the learning rate rises at first'),
  0,
);

/** The option `schedule`: a schedule and its options. */
export const scheduleSchema = choiceSchema(scheduleNames, (name) => {
  const own: object = schedules[name].options;
  return { warmupSteps, ...own };
});

/** The options that a schedule reads. */
interface ScheduleSettings {
  readonly schedule: v.InferOutput<typeof scheduleSchema>;
  readonly optimizer: { readonly learningRate: number };
  readonly epochs: number;
}

/** The learning rate of each step: the schedule of the options after its steps of linear warmup. */
export function makeSchedule(
  { schedule, optimizer, epochs }: ScheduleSettings,
  stepsPerEpoch: number,
): schedulers.Schedule {
  const { name, warmupSteps, ...options } = schedule;
  const { learningRate } = optimizer;
  const steps = Math.max(1, epochs * stepsPerEpoch - warmupSteps);
  const { make }: ScheduleChoice = schedules[name];
  const main = make({ learningRate, epochs, stepsPerEpoch, steps }, options);
  return warmupSteps === 0
    ? main
    : schedulers.linearWarmup(main, { steps: warmupSteps, from: learningRate / (warmupSteps + 1) });
}
