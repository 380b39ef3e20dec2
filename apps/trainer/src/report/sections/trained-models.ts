import type { ModelReport, ReportData } from '../report-data.ts';

/** The models with at least one epoch: an interrupted run leaves the later ones untrained. */
export function trainedModels({ models }: ReportData): readonly ModelReport[] {
  return models.filter(({ epochs }) => epochs.length > 0);
}
