import { describe, expect, it } from 'vitest';
import type { ModelReport } from '../report-data.ts';
import { sampleDigits } from '../testing/sample-digits.ts';
import { accuracyAxis, epochAxis, gapAxis, lossAxis } from './metric-axes.ts';

function withLosses(...losses: number[]): ModelReport {
  const epochs = losses.map((loss, i) => ({
    epoch: i + 1,
    step: i + 1,
    train: { loss, accuracy: 1 - loss / 4 },
    validation: { loss, accuracy: 1 - loss / 4 },
    seconds: i,
    learningRate: 0.1,
  }));
  return { ...sampleDigits(1).models[0]!, epochs };
}

describe('the axes of the metrics', () => {
  it('show losses from 0', () => {
    expect(lossAxis([withLosses(0.9, 0.4, 0.2)])).toMatchObject({
      name: 'loss',
      kind: 'linear',
      domain: [0, 1],
    });
  });

  it('show losses on a logarithmic axis if the first ones are far above the others', () => {
    expect(lossAxis([withLosses(2, 0.1, 0.05, 0.04)])).toMatchObject({
      name: 'loss (logarithmic)',
      kind: 'log',
      domain: [0.04, 2],
    });
  });

  it('end a logarithmic axis at a ten-thousandth of the first loss, even if a loss is 0', () => {
    expect(lossAxis([withLosses(2, 1e-9, 1e-9, 0)]).domain).toEqual([2e-4, 2]);
  });

  it('stay finite if a training diverged or all losses are 0', () => {
    expect(lossAxis([withLosses(1, Number.NaN, Number.POSITIVE_INFINITY)]).domain).toEqual([0, 1]);
    expect(lossAxis([withLosses(Number.NaN)]).domain).toEqual([0, 1]);
    expect(lossAxis([withLosses(0, 0)]).domain).toEqual([0, 1]);
    expect(lossAxis([withLosses(0, 0, 0, 5)]).domain.every((end) => end > 0)).toBe(true);
  });

  it('are shared: they cover all models', () => {
    const models = [withLosses(0.9, 0.4), withLosses(0.7, 0.6, 0.5)];
    expect(epochAxis(models).domain).toEqual([0, 3]);
    expect(lossAxis(models).domain).toEqual([0, 1]);
    expect(accuracyAxis(models).domain[1]).toBe(1);
    expect(accuracyAxis(models).domain[0]).toBeLessThanOrEqual(1 - 0.9 / 4);
  });

  it('include zero for gaps', () => {
    expect(gapAxis([0.2, 0.4], 'loss').domain).toEqual([0, 0.4]);
    expect(gapAxis([-0.03, -0.01], 'accuracy').domain).toEqual([-0.03, 0]);
  });
});
