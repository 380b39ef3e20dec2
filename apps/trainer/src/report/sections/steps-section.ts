import { batchBand } from '../charts/batch-band.ts';
import { type Axis, chartAxis } from '../charts/chart-axis.ts';
import { extent } from '../charts/extent.ts';
import { lineChart } from '../charts/line-chart.ts';
import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import { type Html, html } from '../markup/html.ts';
import type { ModelReport, ReportData, StepRecord } from '../report-data.ts';
import { describeSchedule } from './describe-schedule.ts';
import { figure } from './figure.ts';

/** Highest number of groups of neighbouring batches: one for every two pixels of a half-page chart. */
const bandLimit = 220;

/** The learning rate of each step and, if the run has one model, the losses of its batches. */
export function stepsSection(data: ReportData): Html | undefined {
  const models = data.models.filter(({ steps }) => steps.length > 0);
  if (models.length === 0) return;
  const single = data.models.length === 1;
  const rates = rateCharts(models);
  return html`<section id="steps"><h2>Step by step</h2>
<p class="reading">${describeSchedule(data.config)}</p>
${
  single &&
  html`<p class="reading">The loss of a step is that of its mini-batch alone, so it is noisy: the band reaches from the
smallest to the largest of neighbouring batches, the line is their mean. It is the loss that the optimizer sees, with
dropout's masks, batch statistics, noise on inputs and labels, and penalties; so it can lie above the training loss of the
epochs, which is measured without them.</p>`
}
<div class="charts ${rates.length === 1 ? 'halves' : 'quarters'}">
${rates}${single && batchChart(models[0]!)}</div></section>
`;
}

function stepAxis(models: readonly ModelReport[]): Axis {
  const last = Math.max(...models.map(({ steps }) => steps.at(-1)!.step));
  return chartAxis('step', 0, last, {
    nice: false,
    whole: true,
    format: formatCount,
    tickCount: models.length > 1 ? 3 : 5,
  });
}

function rateCharts(models: readonly ModelReport[]): Html[] {
  const shown = sameRates(models) ? [longest(models)] : models;
  const rates = models.flatMap(({ steps }) => steps.map(({ learningRate }) => learningRate));
  const [, highest] = extent(rates);
  const single = shown.length === 1;
  const y = chartAxis(single ? '' : 'learning rate', 0, highest);
  const x = stepAxis(shown);
  return shown.map((model) => {
    const warmup = model.config['schedule.warmupSteps'];
    const marked = typeof warmup === 'number' && warmup > 0 && warmup < x.domain[1];
    return figure(
      single ? 'Learning rate' : model.title,
      lineChart({
        label: `Learning rate over the steps: ${model.title}`,
        size: single ? 'half' : 'quarter',
        x,
        y,
        format: formatNumber,
        marks: marked ? [{ x: warmup, text: 'end of warmup' }] : [],
        lines: [
          {
            name: 'learning rate',
            tone: 'plain',
            points: model.steps.map(({ step, learningRate }) => [step, learningRate] as const),
          },
        ],
      }),
    );
  });
}

/** True if all models follow one schedule. They can differ after a plateau or an interruption. */
function sameRates(models: readonly ModelReport[]): boolean {
  const { steps: all } = longest(models);
  const same = ({ step, learningRate }: StepRecord, i: number): boolean =>
    all[i]!.step === step && all[i]!.learningRate === learningRate;
  return models.every(({ steps }) => steps.every(same));
}

function longest(models: readonly ModelReport[]): ModelReport {
  return models.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
}

function batchChart(model: ModelReport): Html {
  const points = model.steps.map(({ step, loss }) => [step, loss] as const);
  const band = batchBand(points, bandLimit);
  const [, highest] = extent(band.high.map(([, y]) => y));
  return figure(
    'Loss of the batches',
    lineChart({
      label: 'Loss of each batch over the steps',
      size: 'half',
      x: stepAxis([model]),
      y: chartAxis('', 0, highest),
      format: formatNumber,
      band,
      lines: [{ name: 'mean', tone: 'train', points: band.mean }],
    }),
  );
}
