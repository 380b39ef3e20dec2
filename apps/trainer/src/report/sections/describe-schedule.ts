import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import type { ReportData } from '../report-data.ts';

const schedules: Readonly<Record<string, string>> = {
  constant: 'A constant schedule keeps it as it is, which is often not the best choice.',
  step: 'The step schedule lowers it to a fraction at given epochs: large steps first, then finer ones.',
  exponential:
    'The exponential schedule multiplies it by the same factor after every epoch: η(t) = γ η(t−1).',
  cosine:
    'The cosine schedule lowers it along half a cosine, η(t) = η(0) (1 + cos(πt/T))/2: slowly at first, ' +
    'fast in the middle, and slowly again towards zero.',
  plateau: 'The plateau schedule lowers it whenever the validation loss has not improved for some epochs.',
};

/** Describes the course of the learning rate that the options set. */
export function describeSchedule({ learningRate, schedule, warmupSteps }: ReportData['config']): string {
  const rate = typeof learningRate === 'number' ? `, here at most ${formatNumber(learningRate)}` : '';
  const meaning = `The learning rate η is how far each step goes against the gradient${rate}.`;
  const course = typeof schedule === 'string' ? schedules[schedule] : undefined;
  const warmup =
    typeof warmupSteps === 'number' && warmupSteps > 0
      ? `It rises linearly over the first ${formatCount(warmupSteps)} steps (warmup), so that the first ` +
        'gradients, of a network that knows nothing yet, do little harm.'
      : undefined;
  return [meaning, warmup, course].filter((sentence) => sentence !== undefined).join(' ');
}
