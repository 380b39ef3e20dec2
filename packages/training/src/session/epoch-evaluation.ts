import type { Metrics, Scores } from '../contract/metric.ts';
import type { EpochEvent } from '../contract/training-event.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { estimateStatistics } from '../model/update-batch-norm.ts';
import type { SessionSettings } from './session-settings.ts';

/** The stream of `averageStatistics` among the forks of a session's generator. */
const statisticsStream = 0x73746174;

/**
 * Estimates the running statistics of the model anew, for averages that are its weights now. Returns false if
 * it was given up.
 */
export function averageStatistics(
  { model, train, generator, compile }: SessionSettings,
  given: () => boolean,
): Promise<boolean> {
  // A fork made anew: an estimate that is given up and repeated draws the same numbers again.
  return estimateStatistics(model, train, { generator: generator?.fork(statisticsStream), compile, given });
}

/**
 * Measures the model on the option `validation` and on `evaluations`; undefined if it was given up.
 *
 * @param averaged true if the averages are the model's weights now
 * @param given asked before each batch: true to give up
 */
export async function evaluateEpoch(
  settings: SessionSettings,
  evaluator: Evaluator<Metrics>,
  averaged: boolean,
  given: () => boolean,
): Promise<Pick<EpochEvent, 'validation' | 'evaluations'> | undefined> {
  if (averaged && settings.averageStatistics === true && !(await averageStatistics(settings, given)))
    return undefined;
  const validation = settings.validation && (await evaluator.measure(settings.validation, given));
  const evaluations: Record<string, Scores> = {};
  for (const [name, loader] of Object.entries(settings.evaluations)) {
    const scores = await evaluator.measure(loader, given);
    if (scores !== undefined) evaluations[name] = scores;
  }
  return given() ? undefined : { validation, evaluations };
}
