import { formatCount } from '../format/format-count.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatNumber } from '../format/format-number.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, type HtmlValue, html } from '../markup/html.ts';
import type { ModelReport, ReportData } from '../report-data.ts';
import { metricsOf } from './trained-models.ts';

/** The result at a glance, in large numbers. */
export function resultSection(data: ReportData): Html {
  const { models, ended } = data;
  return html`<section id="result">${ended !== 'finished' && interruption(data)}
<div class="tiles">${models.length === 1 ? oneModel(models[0]!, data) : models.map((model) => modelTile(model))}</div>
${models.length > 1 && html`<p>${formatCount(models.length)} models, trained in ${formatDuration(data.trainedSeconds)} together${ended === 'finished' && ', each to its last epoch'}.</p>`}</section>
`;
}

function interruption({ models, config, ended, divergence }: ReportData): Html {
  const current = models.filter(({ steps }) => steps.length > 0).at(-1);
  const of = current && models.length > 1 ? `while the model "${current.title}" was ` : '';
  const where = current === undefined ? 'before the first epoch' : of + placeOf(current, config['epochs']);
  const shown = 'The report shows what was learned until then.';
  return ended === 'diverged'
    ? html`<p class="interrupted"><b>Diverged</b> ${where}: ${divergence} ${shown}</p>`
    : html`<p class="interrupted"><b>Interrupted</b> ${where}. ${shown} <code>regopt resume</code> goes on from there.</p>`;
}

/** `in epoch 3 of 12`; or `after epoch 2 of 12`, if the third had not begun. */
function placeOf({ epochs, steps }: ModelReport, planned: unknown): string {
  const done = epochs.at(-1);
  const begun = done === undefined || steps.at(-1)!.step > done.step;
  const place = begun
    ? `in epoch ${formatCount(epochs.length + 1)}`
    : `after epoch ${formatCount(done.epoch)}`;
  return place + (typeof planned === 'number' ? ` of ${formatCount(planned)}` : '');
}

function oneModel(model: ModelReport, data: ReportData): Html[] {
  const { parameterCount, epochs, steps } = model;
  const ran =
    `${formatCount(epochs.length)} ${epochs.length === 1 ? 'epoch' : 'epochs'}, ` +
    `${formatCount(steps.at(-1)?.step ?? 0)} steps`;
  const state = data.ended === 'finished' ? '' : data.ended === 'diverged' ? ', diverged' : ', interrupted';
  return [
    ...measured(model, data),
    tile('Trained in', formatDuration(data.trainedSeconds), `${ran}${state}`),
    tile('Parameters', formatCount(parameterCount), model.title),
  ];
}

/** The tiles of the test; before it, those of the last epoch's validation. */
function measured(model: ModelReport, { testCount, validationCount }: ReportData): Html[] {
  const metrics = metricsOf(model);
  if (metrics === undefined) return [];
  const { loss, accuracy, rmse, r2 } = metrics;
  const [part, count] = model.test ? ['Test', testCount] : ['Validation', validationCount];
  const wrong = (share: number): string =>
    `${formatCount(Math.round((1 - share) * count))} of ${formatCount(count)} wrong`;
  const ofLoss = accuracy === undefined ? 'mean squared error' : 'cross-entropy';
  return [
    ...(accuracy === undefined
      ? []
      : [tile(`${part} accuracy`, formatPercent(accuracy), wrong(accuracy), 'first')]),
    ...(rmse === undefined || r2 === undefined
      ? []
      : [
          tile(`${part} R²`, formatLoss(r2), 'share of the variance that is explained', 'first'),
          tile(`${part} RMSE`, formatNumber(rmse), 'typical error, in the unit of the values'),
        ]),
    tile(`${part} loss`, formatLoss(loss), rmse === undefined ? ofLoss : `${ofLoss} of scaled values`),
  ];
}

function modelTile(model: ModelReport): Html {
  const { title, test, parameterCount, steps } = model;
  const size = `${formatCount(parameterCount)} parameters`;
  if (steps.length === 0) return tile(title, 'not trained', size);
  const metrics = metricsOf(model);
  if (metrics === undefined) return tile(title, 'interrupted', size);
  const part = test ? 'test' : 'validation';
  return metrics.accuracy === undefined
    ? tile(title, formatLoss(metrics.loss), [`${part} loss`, html`<br>`, size])
    : tile(title, formatPercent(metrics.accuracy), [
        `${part} accuracy, loss ${formatLoss(metrics.loss)}`,
        html`<br>`,
        size,
      ]);
}

function tile(name: string, value: string, note: HtmlValue, kind = ''): Html {
  return html`<div class="tile ${kind}"><div class="tile-name">${name}</div><div class="tile-value">${value}</div><div class="aside">${note}</div></div>
`;
}
