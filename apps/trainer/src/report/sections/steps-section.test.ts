import { describe, expect, it } from 'vitest';
import type { ReportData } from '../report-data.ts';
import { parsePage } from '../testing/parse-page.ts';
import { sampleDigits } from '../testing/sample-digits.ts';
import { sampleCurves } from '../testing/sample-toys.ts';
import { stepsSection } from './steps-section.ts';

const figures = (data: ReportData) =>
  parsePage(`<!doctype html><title>t</title>${stepsSection(data)!.markup}`)
    .all('figcaption')
    .map(({ text }) => text);

describe('the section of the steps', () => {
  it('shows the learning rate and the loss of the batches of a single model', () => {
    expect(figures(sampleDigits())).toEqual(['Learning rate', 'Loss of the batches']);
  });

  it('shows a shared learning rate once, even if one model was interrupted', () => {
    const data = sampleCurves(50);
    expect(figures(data)).toEqual(['Learning rate']);
    const models = data.models.map((model, i) =>
      i < 3 ? model : { ...model, steps: model.steps.slice(0, 20) },
    );
    expect(figures({ ...data, models })).toEqual(['Learning rate']);
  });

  it('shows the learning rate of each model if they differ, for example after a plateau', () => {
    const data = sampleCurves(50);
    const models = data.models.map((model, i) => ({
      ...model,
      steps: model.steps.map((record) => ({ ...record, learningRate: record.step < 10 + i ? 0.1 : 0.01 })),
    }));
    expect(figures({ ...data, models })).toEqual(data.models.map(({ title }) => title));
  });
});
