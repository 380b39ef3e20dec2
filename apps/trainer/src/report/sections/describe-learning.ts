import { formatLoss } from '../format/format-loss.ts';
import type { ModelReport } from '../report-data.ts';
import { keptEpoch } from './trained-models.ts';

/** Describes the course of a model's losses in one or two sentences. */
export function describeLearning(model: ModelReport): string {
  const { epochs } = model;
  const last = epochs.at(-1)!;
  const broken = epochs.find(({ train, validation }) => !Number.isFinite(train.loss + validation.loss));
  if (broken) {
    return (
      `The training diverged: after epoch ${broken.epoch} the loss is no longer a finite number. A lower ` +
      "learning rate, a longer warmup, or a limit on the gradient's norm may help."
    );
  }
  const best = epochs.reduce((a, b) => (b.validation.loss < a.validation.loss ? b : a));
  const end =
    `After epoch ${last.epoch}, the last one, the training loss is ${formatLoss(last.train.loss)} and the ` +
    `validation loss ${formatLoss(last.validation.loss)}`;
  if (best === last) {
    return `${end}, its lowest.`;
  }
  return (
    `The validation loss was at its lowest, ${formatLoss(best.validation.loss)}, after epoch ` +
    `${best.epoch}${keptEpoch(model) === best ? ', whose weights were kept' : ''}. ${end}.`
  );
}
