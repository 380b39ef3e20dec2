import { type Axis, chartAxis } from '../charts/chart-axis.ts';
import { extent } from '../charts/extent.ts';
import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import type { ModelReport } from '../report-data.ts';

/** If the highest loss is above this multiple of the median, the axis is logarithmic. */
const linearRatio = 10;
/**
 * Lower end of a logarithmic axis, as a share of the first loss: smaller losses do not matter for learning.
 */
const floorRatio = 1e-4;

const percent = (share: number): string => `${formatNumber(100 * share)}%`;

/** The axis of epochs, from 0 to the models' last one. */
export function epochAxis(models: readonly ModelReport[]): Axis {
  const last = Math.max(1, ...models.map(({ epochs }) => epochs.at(-1)?.epoch ?? 0));
  return chartAxis('epoch', 0, last, {
    nice: false,
    whole: true,
    format: formatCount,
    tickCount: models.length > 1 ? 3 : 7,
  });
}

/**
 * An axis for all losses of the models: from 0, or logarithmic if the first epochs are far above the others.
 */
export function lossAxis(models: readonly ModelReport[]): Axis {
  const losses = models.flatMap(({ epochs }) =>
    epochs.flatMap(({ train, validation }) => [train.loss, validation.loss]),
  );
  const [low, high] = extent(losses);
  if (!losses.some(Number.isFinite) || low < 0 || high <= linearRatio * median(losses))
    return chartAxis('loss', Math.min(0, low), high);
  const [, first] = extent(models.map(({ epochs }) => epochs[0]!.train.loss));
  const floor = floorRatio * (first > 0 ? first : high);
  return chartAxis('loss (logarithmic)', Math.max(low, floor), high, { kind: 'log' });
}

/** An axis for all accuracies of the models, up to 100%. */
export function accuracyAxis(models: readonly ModelReport[]): Axis {
  const [low] = extent(
    models.flatMap(({ epochs }) =>
      epochs.flatMap(({ train, validation }) => [train.accuracy ?? 1, validation.accuracy ?? 1]),
    ),
  );
  return chartAxis('accuracy', Math.min(low, 0.99), 1, { format: percent });
}

/** An axis for differences between training and validation; it always includes zero. */
export function gapAxis(gaps: readonly number[], metric: 'loss' | 'accuracy'): Axis {
  const [low, high] = extent([0, ...gaps]);
  return metric === 'loss'
    ? chartAxis('validation loss \u2212 training loss', low, high)
    : chartAxis('training accuracy \u2212 validation accuracy', low, high, { format: percent });
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
