import type { Metrics, Scores } from '../contract/metric.ts';
import type { EpochEvent } from '../contract/training-event.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { SessionSettings } from './session-settings.ts';

/**
 * Measures the model on the option `validation` and on `evaluations`; undefined if it was aborted.
 *
 * @param cancelled asked before each batch: true to abort
 */
export async function evaluateEpoch(
  settings: SessionSettings,
  evaluator: Evaluator<Metrics>,
  cancelled: () => boolean,
): Promise<Pick<EpochEvent, 'validation' | 'evaluations'> | undefined> {
  const validation = settings.validation && (await evaluator.measure(settings.validation, cancelled));
  const evaluations: Record<string, Scores> = {};
  for (const [name, loader] of Object.entries(settings.evaluations)) {
    const scores = await evaluator.measure(loader, cancelled);
    if (scores !== undefined) evaluations[name] = scores;
  }
  return cancelled() ? undefined : { validation, evaluations };
}
