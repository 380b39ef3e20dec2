import { lineChart } from '../charts/line-chart.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';
import type { EpochRecord, ModelReport, ReportData } from '../report-data.ts';
import { figure } from './figure.ts';
import { epochAxis, gapAxis } from './metric-axes.ts';
import { regularizers } from './regularizers.ts';
import { hasAccuracy, trainedModels } from './trained-models.ts';

/** The difference between training and validation after every epoch. */
export function gapSection(data: ReportData): Html | undefined {
  const models = trainedModels(data);
  if (models.length === 0) return;
  const single = data.models.length === 1;
  const classes = hasAccuracy(models[0]!);
  return html`<section id="gap"><h2>The gap</h2>
<p class="reading">How much better the network does on the examples it learns from than on others: validation loss minus
training loss${classes && ', and training accuracy minus validation accuracy'}. A wide gap is the mark of overfitting; a
narrow one is good only where the loss is low too. A richer model, more features and longer training widen the gap. A
penalty on the weights, dropout, noise on the inputs or on the labels, and more examples narrow it.
${single && inUse(models[0]!)}</p>
<div class="charts ${single ? 'halves' : 'quarters'}">
${gapCharts(models, 'loss', single)}${classes && gapCharts(models, 'accuracy', single)}</div></section>
`;
}

function inUse({ config }: ModelReport): string {
  const used = regularizers(config);
  return used.length > 0 ? `This run uses ${used.join(', ')}.` : 'This run uses none of these.';
}

function gapCharts(models: readonly ModelReport[], metric: 'loss' | 'accuracy', single: boolean): Html[] {
  const lines = models.map(({ epochs }) =>
    epochs.map((record) => [record.epoch, gapOf(record, metric)] as const),
  );
  const x = epochAxis(models);
  const y = gapAxis(
    lines.flatMap((points) => points.map(([, gap]) => gap)),
    metric,
  );
  const title = metric === 'loss' ? 'Gap in loss' : 'Gap in accuracy';
  return models.map(({ title: model }, i) =>
    figure(
      single ? title : model,
      lineChart({
        label: `${title} between training and validation over the epochs: ${model}`,
        size: single ? 'half' : 'quarter',
        x,
        y,
        fill: 'zero',
        format: metric === 'loss' ? formatLoss : formatPercent,
        lines: [{ name: 'gap', tone: 'plain', points: lines[i]! }],
      }),
    ),
  );
}

function gapOf({ train, validation }: EpochRecord, metric: 'loss' | 'accuracy'): number {
  return metric === 'loss'
    ? validation.loss - train.loss
    : (train.accuracy ?? Number.NaN) - (validation.accuracy ?? Number.NaN);
}
