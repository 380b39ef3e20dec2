import { formatCount } from '../format/format-count.ts';
import { formatDuration } from '../format/format-duration.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';
import type { Metrics, ModelReport, ReportData } from '../report-data.ts';
import { hasAccuracy, keptEpoch } from './trained-models.ts';

interface Column {
  readonly name: string;
  text(model: ModelReport): string;
}

const ofEpoch = (part: 'train' | 'validation') => (model: ModelReport) => keptEpoch(model)?.[part];
const test = (model: ModelReport): Metrics | undefined => model.test;

/** A table of the run's models: their sizes, and their final losses and accuracies. */
export function modelsSection({ models }: ReportData): Html {
  const classes = models.some(hasAccuracy);
  const early = models.some((model) => keptEpoch(model) !== model.epochs.at(-1));
  const losses: Column[] = [
    { name: 'training', text: lossOf(ofEpoch('train')) },
    { name: 'validation', text: lossOf(ofEpoch('validation')) },
    { name: 'test', text: lossOf(test) },
    { name: 'gap', text: gapText(({ loss }, other) => formatLoss(loss - other.loss)) },
  ];
  const accuracies: Column[] = [
    { name: 'training', text: accuracyOf(ofEpoch('train')) },
    { name: 'validation', text: accuracyOf(ofEpoch('validation')) },
    { name: 'test', text: accuracyOf(test) },
    {
      name: 'gap',
      text: gapText(({ accuracy = 0 }, other) => formatPercent((other.accuracy ?? 0) - accuracy)),
    },
  ];
  const best = bestModel(models);
  const numbers = (columns: readonly Column[], model: ModelReport) =>
    columns.map(
      ({ name, text }, i) =>
        html`<td class="${i === 0 && 'first'}${name === 'test' && model === best && ' best'}">${text(model)}</td>`,
    );
  return html`<section id="models"><h2>${models.length > 1 ? 'The models in numbers' : 'In numbers'}</h2>
<div class="wide"><table class="models">
<thead><tr><th scope="col" rowspan="2">model</th><th scope="col" rowspan="2">parameters</th><th scope="col" rowspan="2">epochs</th><th scope="col" rowspan="2">trained in</th><th scope="colgroup" colspan="4" class="over first">loss</th>${classes && html`<th scope="colgroup" colspan="4" class="over first">accuracy</th>`}</tr>
<tr>${[losses, ...(classes ? [accuracies] : [])].map((columns) => columns.map(({ name }, i) => html`<th scope="col" class="${i === 0 && 'first'}">${name}</th>`))}</tr></thead>
<tbody>${models.map(
    (
      model,
    ) => html`<tr><th scope="row">${model.title}</th><td>${formatCount(model.parameterCount)}</td><td>${formatCount(model.epochs.length)}</td><td>${formatDuration(model.epochs.at(-1)?.seconds ?? 0)}</td>${numbers(losses, model)}${classes && numbers(accuracies, model)}</tr>
`,
  )}</tbody></table></div>
<p class="aside">Training and validation as they stand after ${early ? 'the best epoch, whose weights were kept' : 'the last epoch'}, the test set at the end. The gap is between
training and validation.${models.length > 1 && ' The best model on the test set is in bold.'}</p></section>
`;
}

function lossOf(metrics: (model: ModelReport) => Metrics | undefined) {
  return (model: ModelReport): string => {
    const known = metrics(model);
    return known ? formatLoss(known.loss) : 'none';
  };
}

function accuracyOf(metrics: (model: ModelReport) => Metrics | undefined) {
  return (model: ModelReport): string => {
    const accuracy = metrics(model)?.accuracy;
    return accuracy === undefined ? 'none' : formatPercent(accuracy);
  };
}

function gapText(difference: (validation: Metrics, train: Metrics) => string) {
  return (model: ModelReport): string => {
    const kept = keptEpoch(model);
    return kept ? difference(kept.validation, kept.train) : 'none';
  };
}

function bestModel(models: readonly ModelReport[]): ModelReport | undefined {
  const comparable = models.filter(({ test }) => test !== undefined && Number.isFinite(test.loss));
  if (models.length < 2 || comparable.length === 0) return;
  const better = (a: Metrics, b: Metrics): boolean =>
    a.accuracy !== undefined && b.accuracy !== undefined ? b.accuracy > a.accuracy : b.loss < a.loss;
  return comparable.reduce((a, b) => (better(a.test!, b.test!) ? b : a));
}
