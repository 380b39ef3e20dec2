import { type Axis, chartAxis } from '../charts/chart-axis.ts';
import { extent } from '../charts/extent.ts';
import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import type { ModelReport } from '../report-data.ts';

/** Where the highest loss is so many times the median, a linear axis would leave most of a training in its lowest tenth. */
const linearRatio = 10;
/** How far below the first loss a logarithmic axis goes: what is lower has nothing left to learn. */
const floorRatio = 1e-4;

const percent = (share: number): string => `${formatNumber(100 * share)}%`;

/** The epochs of models, from 0. */
export function epochAxis(models: readonly ModelReport[]): Axis {
  const last = Math.max(1, ...models.map(({ epochs }) => epochs.at(-1)?.epoch ?? 0));
  return chartAxis('epoch', 0, last, {
    nice: false,
    whole: true,
    format: formatCount,
    tickCount: models.length > 1 ? 3 : 7,
  });
}

/** All training and validation losses of models: from 0, or logarithmic where the first epochs dwarf all others. */
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

/** All training and validation accuracies of models, up to 100%. */
export function accuracyAxis(models: readonly ModelReport[]): Axis {
  const [low] = extent(
    models.flatMap(({ epochs }) =>
      epochs.flatMap(({ train, validation }) => [train.accuracy ?? 1, validation.accuracy ?? 1]),
    ),
  );
  return chartAxis('accuracy', Math.min(low, 0.99), 1, { format: percent });
}

/** Differences between training and validation, with zero among them. */
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
