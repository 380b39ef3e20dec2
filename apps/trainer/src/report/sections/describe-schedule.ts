import { schedules } from '../../training/schedules.ts';
import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import type { ReportData } from '../report-data.ts';

/** Describes the course of the learning rate that the options set. */
export function describeSchedule(config: ReportData['config']): string {
  const learningRate = config['optimizer.learningRate'];
  const warmupSteps = config['schedule.warmupSteps'];
  const rate = typeof learningRate === 'number' ? `, here at most ${formatNumber(learningRate)}` : '';
  const meaning = `The learning rate η is how far each step goes against the gradient${rate}.`;
  const course = Object.entries(schedules).find(([name]) => name === config['schedule.name'])?.[1]
    .description;
  const warmup =
    typeof warmupSteps === 'number' && warmupSteps > 0
      ? `It rises linearly over the first ${formatCount(warmupSteps)} steps (warmup), so that the first ` +
        'gradients, of a network that knows nothing yet, do little harm.'
      : undefined;
  return [meaning, warmup, course].filter((sentence) => sentence !== undefined).join(' ');
}
