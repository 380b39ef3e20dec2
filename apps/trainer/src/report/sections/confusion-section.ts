import { formatCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';
import type { ReportData } from '../report-data.ts';
import { confusionTable } from './confusion-table.ts';
import { figure } from './figure.ts';
import { trainedModels } from './trained-models.ts';

type Confusion = readonly (readonly number[])[];

/** Number of listed kinds of mistakes. */
const listed = 8;

/** The matrix of more classes is larger than a page. */
const shownClasses = 40;

/**
 * The confusion matrix of each classifier over the test set; for a single one also its most frequent
 * mistakes.
 */
export function confusionSection(data: ReportData): Html | undefined {
  const models = trainedModels(data).flatMap(({ title, confusion }) =>
    confusion ? { title, confusion } : [],
  );
  if (models.length === 0) return;
  const names = data.classNames ?? models[0]!.confusion.map((_, label) => String(label));
  const single = data.models.length === 1;
  if (names.length > shownClasses) return manyClasses(data, models, names);
  const maxCount = Math.max(...models.map(({ confusion }) => maxMistakes(confusion)));
  return html`<section id="confusion"><h2>What is taken for what</h2>
<p class="reading">The confusion matrix of the ${formatCount(data.testCount)} test examples. A row is what an example is,
a column what the network takes it for. Right answers stand on the diagonal, in gray. Every other cell counts mistakes: the
stronger its colour, the more frequent. The last column is the share of a row that is right.</p>
<div class="${single ? 'confusion-beside' : 'charts halves'}">${models.map(({ title, confusion }) =>
    single
      ? html`${confusionTable(confusion, names, maxCount)}${frequentMistakes(confusion, names)}`
      : figure(title, confusionTable(confusion, names, maxCount)),
  )}</div></section>
`;
}

/** The most frequent mistakes of each model, without a matrix. */
function manyClasses(
  { testCount, models: all }: ReportData,
  models: readonly { readonly title: string; readonly confusion: Confusion }[],
  names: readonly string[],
): Html {
  return html`<section id="confusion"><h2>What is taken for what</h2>
<p class="reading">There are ${formatCount(names.length)} classes, and ${formatCount(testCount)} test examples.</p>
${models.map(({ title, confusion }) => html`${all.length > 1 && html`<h3>${title}</h3>`}${frequentMistakes(confusion, names)}`)}</section>
`;
}

function frequentMistakes(confusion: Confusion, names: readonly string[]): Html | undefined {
  if (names.length < 3) return;
  const mistakes = confusion
    .flatMap((row, label) =>
      row.map((count, predicted) => ({ count, label, predicted, share: count / sum(row) })),
    )
    .filter(({ count, label, predicted }) => count > 0 && label !== predicted)
    .sort((a, b) => b.count - a.count)
    .slice(0, listed);
  if (mistakes.length === 0) return html`<p>Every test example is right.</p>`;
  return html`<div class="frequent"><h3>Most frequent mistakes</h3><ol>${mistakes.map(
    ({ count, label, predicted, share }) =>
      html`<li><b>${names[label]}</b> taken for <b>${names[predicted]}</b>: ${formatCount(count)} times, ${formatPercent(share, 1)} of its row</li>`,
  )}</ol></div>`;
}

function maxMistakes(confusion: Confusion): number {
  return Math.max(...confusion.flatMap((row, label) => row.filter((_, predicted) => predicted !== label)));
}

function sum(row: readonly number[]): number {
  return row.reduce((a, b) => a + b, 0);
}
