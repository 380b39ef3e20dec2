import { binaryCrossEntropyWithLogits, crossEntropy, embedding, huber, mse } from '@regopt/autograd';
import { eye, type Tensor } from '@regopt/tensor';
import type { Loss } from '@regopt/training';
import * as v from 'valibot';
import { choiceSchema } from '../config/choice-schema.ts';
import { aboveZero, belowOne, described } from '../config/option-kinds.ts';

interface LossChoice {
  /** What its targets are: labels, or values. */
  readonly task: 'classification' | 'regression';
  readonly options: v.ObjectEntries;
  of(outputs: Tensor, targets: Tensor, options: object): Tensor;
  /** The options with which outputs are measured, where they differ from those of the training. */
  readonly measured?: object;
}

/**
 * The losses that `loss.name` accepts, one row each. Everything else that names them derives from this table.
 */
export const losses = {
  crossEntropy: {
    task: 'classification',
    options: {
      labelSmoothing: v.optional(described(belowOne, 'share of a label that is spread over all classes'), 0),
    },
    of: crossEntropy,
    measured: { labelSmoothing: 0 },
  },
  /** Each class is a yes-no question of its own. */
  bce: {
    task: 'classification',
    options: {},
    of: (outputs, targets, options) =>
      binaryCrossEntropyWithLogits(outputs, embedding(eye(outputs.shape[1]!), targets), options),
  },
  mse: { task: 'regression', options: {}, of: mse },
  huber: {
    task: 'regression',
    options: {
      delta: v.optional(
        described(aboveZero, 'errors up to it count by their square, larger ones by their size'),
        1,
      ),
    },
    of: huber,
  },
} as const satisfies Readonly<Record<string, LossChoice>>;

type LossName = keyof typeof losses;
export const lossNames = Object.keys(losses) as LossName[];

/** The option `loss`: a loss and its options. */
export const lossSchema = choiceSchema(lossNames, (name) => {
  const own: object = losses[name].options;
  return { ...own };
});

/**
 * The loss that the options name.
 *
 * @param use `measuring` leaves out what is only for training, such as label smoothing
 */
export function makeLoss(
  { name, ...options }: v.InferOutput<typeof lossSchema>,
  use: 'training' | 'measuring',
): Loss {
  const { of, measured }: LossChoice = losses[name];
  const settings = use === 'measuring' ? { ...options, ...measured } : options;
  return (outputs, targets, more) => of(outputs, targets, { ...settings, ...more });
}
