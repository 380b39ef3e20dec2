import { formatCount } from '../format/format-count.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, type HtmlValue, html } from '../markup/html.ts';
import type { ModelReport, ReportData } from '../report-data.ts';

/** The result at a glance, in large numbers. */
export function resultSection(data: ReportData): Html {
  const { models } = data;
  return html`<section id="result">${data.interrupted && interruption(data)}
<div class="tiles">${models.length === 1 ? oneModel(models[0]!, data) : models.map((model) => modelTile(model))}</div>
${models.length > 1 && html`<p>${formatCount(models.length)} models, trained in ${formatDuration(data.trainedSeconds)} together${!data.interrupted && ', each to its last epoch'}.</p>`}</section>
`;
}

function interruption({ models, config }: ReportData): Html {
  const planned = config['epochs'];
  const current = models.filter(({ epochs }) => epochs.length > 0).at(-1);
  const where = current
    ? `${models.length > 1 ? `while the model "${current.title}" was` : ''} in epoch ` +
      formatCount(current.epochs.at(-1)!.epoch) +
      (typeof planned === 'number' ? ` of ${formatCount(planned)}` : '')
    : 'before the first epoch';
  return html`<p class="interrupted"><b>Interrupted</b> ${where}. The report shows what was learned until then.</p>`;
}

function oneModel(model: ModelReport, { trainedSeconds, testCount, interrupted }: ReportData): Html[] {
  const { test, parameterCount, epochs, steps } = model;
  const ran =
    `${formatCount(epochs.length)} ${epochs.length === 1 ? 'epoch' : 'epochs'}, ` +
    `${formatCount(steps.length)} steps`;
  const loss = tile(
    'Test loss',
    formatLoss(test.loss),
    test.accuracy === undefined ? 'mean squared error' : 'cross-entropy',
  );
  return [
    ...(test.accuracy === undefined
      ? []
      : [
          tile(
            'Test accuracy',
            formatPercent(test.accuracy),
            `${formatCount(Math.round((1 - test.accuracy) * testCount))} of ${formatCount(testCount)} wrong`,
            'first',
          ),
        ]),
    loss,
    tile('Trained in', formatDuration(trainedSeconds), `${ran}${interrupted ? ', interrupted' : ''}`),
    tile('Parameters', formatCount(parameterCount), model.title),
  ];
}

function modelTile({ title, test, parameterCount, epochs }: ModelReport): Html {
  const size = `${formatCount(parameterCount)} parameters`;
  if (epochs.length === 0) return tile(title, 'not trained', size);
  return test.accuracy === undefined
    ? tile(title, formatLoss(test.loss), ['test loss', html`<br>`, size])
    : tile(title, formatPercent(test.accuracy), [
        `test accuracy, loss ${formatLoss(test.loss)}`,
        html`<br>`,
        size,
      ]);
}

function tile(name: string, value: string, note: HtmlValue, kind = ''): Html {
  return html`<div class="tile ${kind}"><div class="tile-name">${name}</div><div class="tile-value">${value}</div><div class="aside">${note}</div></div>
`;
}
