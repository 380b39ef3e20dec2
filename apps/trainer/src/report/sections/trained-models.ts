import type { ModelReport, ReportData } from '../report-data.ts';

/** The models that have learned something: an interrupted run leaves the later ones as they were made. */
export function trainedModels({ models }: ReportData): readonly ModelReport[] {
  return models.filter(({ epochs }) => epochs.length > 0);
}
