import type { FittedInput } from '@regopt/data';
import { formatCount } from '../format/format-count.ts';
import { formatNumber } from '../format/format-number.ts';
import { type Html, html } from '../markup/html.ts';
import type { ReportData } from '../report-data.ts';

/** Number of levels that are written out. */
const shownLevels = 12;

/** The columns of a table, and what the network is given of each. */
export function columnsSection({ description }: ReportData): Html | undefined {
  if (description?.kind !== 'table') return;
  const { target, inputs } = description.table;
  const filled = inputs.some(({ fill }) => fill !== undefined);
  return html`<section id="columns"><h2>The columns</h2>
<p class="reading">The network predicts <b>${target.name}</b>, ${targetText(description)}, from the columns below. A number
enters as (value − mean) / deviation, with those of the training rows; of a column of categories, each level enters as 1
where the row has it, and as 0 elsewhere.</p>
<div class="wide"><table class="options">
<thead><tr><th scope="col">column</th><th scope="col">kind</th><th scope="col">inputs</th>${filled && html`<th scope="col">a missing one is</th>`}<th scope="col">what it holds</th></tr></thead>
<tbody>${inputs.map(
    (input) =>
      html`<tr><th scope="row">${input.name}</th><td>${input.kind === 'number' ? 'number' : 'category'}</td><td>${formatCount(input.kind === 'number' ? 1 : input.levels.length)}</td>${filled && html`<td>${fillText(input)}</td>`}<td class="what">${contentText(input)}</td></tr>
`,
  )}</tbody></table></div></section>
`;
}

function targetText({ table: { target } }: Extract<ReportData['description'], { kind: 'table' }>): string {
  if (target.task === 'classification') return `one of ${formatCount(target.classNames.length)} classes`;
  const [mean, deviation] = [target.scaler.mean[0]!, target.scaler.standardDeviation[0]!];
  return `a value of mean ${formatNumber(mean)} and deviation ${formatNumber(deviation)}`;
}

function contentText(input: FittedInput): string {
  if (input.kind === 'number')
    return `mean ${formatNumber(input.mean)}, deviation ${formatNumber(input.standardDeviation)}`;
  const shown = input.levels.slice(0, shownLevels).join(', ');
  return input.levels.length > shownLevels ? `${shown}, ...` : shown;
}

const fillText = ({ fill }: FittedInput): string =>
  fill === undefined ? 'refused' : typeof fill === 'number' ? formatNumber(fill) : fill;
