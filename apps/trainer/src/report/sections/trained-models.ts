import type { Metrics, ModelReport, ReportData } from '../report-data.ts';

/** The models with at least one epoch: an interrupted run leaves the later ones untrained. */
export function trainedModels({ models }: ReportData): readonly ModelReport[] {
  return models.filter(({ epochs }) => epochs.length > 0);
}

/** The metrics of a model that tell what it is measured by: those of the test, or of the last epoch. */
export const metricsOf = ({ test, epochs }: ModelReport): Metrics | undefined =>
  test ?? epochs.at(-1)?.validation;

/** True for a classifier, which has accuracies. */
export const hasAccuracy = (model: ModelReport): boolean => metricsOf(model)?.accuracy !== undefined;
