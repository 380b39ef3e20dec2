import { lineChart } from '../charts/line-chart.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';
import type { ModelReport, ReportData } from '../report-data.ts';
import { describeLearning } from './describe-learning.ts';
import { figure } from './figure.ts';
import { accuracyAxis, epochAxis, lossAxis } from './metric-axes.ts';
import { hasAccuracy, trainedModels } from './trained-models.ts';

/** Training and validation loss, and accuracy for classes, after every epoch; all models on the same axes. */
export function learningSection(data: ReportData): Html | undefined {
  const models = trainedModels(data);
  if (models.length === 0) return;
  const classes = hasAccuracy(models[0]!);
  const single = data.models.length === 1;
  return html`<section id="learning"><h2>Training and validation</h2>
<p class="reading">The network learns from the <b class="train">training</b> examples. It never learns from the
<b class="validation">validation</b> examples: they tell how it does on what it has not seen. While both losses fall, what
it learns holds in general. Where the training loss goes on falling and the validation loss stops or rises, it learns the
training examples by heart: it <em>overfits</em>. Where both stay high, it <em>underfits</em>. Both are measured after
each epoch in evaluation mode, where dropout lets everything pass (y = z) and batch normalization uses its running mean
and variance; so the two can be compared.
${lossAxis(models).kind === 'log' && 'The axis of the loss is logarithmic: equal distances are equal factors.'}</p>
${single && html`<p>${describeLearning(models[0]!)}</p>`}
${!single && legend()}
<div class="charts ${single ? 'halves' : 'quarters'}">
${metricCharts(models, 'loss', single)}${classes && metricCharts(models, 'accuracy', single)}</div></section>
`;
}

function legend(): Html {
  return html`<p class="legend"><span class="key train">training</span> <span class="key validation">validation</span>
<span class="key gap">gap between them</span> <span class="aside">Charts of one quantity have the same axes.</span></p>`;
}

function metricCharts(models: readonly ModelReport[], metric: 'loss' | 'accuracy', single: boolean): Html[] {
  const x = epochAxis(models);
  const y = metric === 'loss' ? lossAxis(models) : accuracyAxis(models);
  return models.map(({ title, epochs }) =>
    figure(
      single ? `${y.name.charAt(0).toUpperCase()}${y.name.slice(1)}` : title,
      lineChart({
        label: `${metric} of training and validation over the epochs: ${title}`,
        size: single ? 'half' : 'quarter',
        x,
        y: single ? { ...y, name: '' } : y,
        fill: 'between',
        format: metric === 'loss' ? formatLoss : formatPercent,
        lines: (['train', 'validation'] as const).map((part) => ({
          name: part === 'train' ? 'training' : 'validation',
          tone: part,
          points: epochs.map((record) => [record.epoch, record[part][metric] ?? Number.NaN] as const),
        })),
      }),
    ),
  );
}
