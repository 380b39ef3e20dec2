import type { EpochRecord, Metrics, ModelReport, ReportData } from '../report-data.ts';

/** The models with at least one epoch: an interrupted run leaves the later ones untrained. */
export function trainedModels({ models }: ReportData): readonly ModelReport[] {
  return models.filter(({ epochs }) => epochs.length > 0);
}

/** The metrics of a model that tell what it is measured by: those of the test, or of the last epoch. */
export const metricsOf = ({ test, epochs }: ModelReport): Metrics | undefined =>
  test ?? epochs.at(-1)?.validation;

/**
 * The epoch whose weights a model has: the last one, or with `patience` the one of the lowest validation
 * loss. That is restored at the end of a training, before the test.
 */
export function keptEpoch({ epochs, config, test }: ModelReport): EpochRecord | undefined {
  if (typeof config['patience'] !== 'number' || test === undefined) return epochs.at(-1);
  const finite = epochs.filter(({ validation }) => Number.isFinite(validation.loss));
  return finite.length === 0
    ? epochs.at(-1)
    : finite.reduce((best, each) => (each.validation.loss < best.validation.loss ? each : best));
}

/** True for a classifier, which has accuracies. */
export const hasAccuracy = (model: ModelReport): boolean => metricsOf(model)?.accuracy !== undefined;
