import { formatCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';

/** Names of this length and more are written downward over narrow columns. */
const longName = 5;
/** Up to so many columns there is room for long names as they are. */
const roomyColumns = 4;

/**
 * A confusion matrix as a heat map that is a table, so that it can be read aloud, copied and printed. The diagonal is
 * gray, since it would outshine everything else; mistakes are coloured by the root of their count, since a few pairs
 * of classes make most of them.
 *
 * @param most the count that gets the darkest colour, so that several matrices can share a scale
 */
export function confusionTable(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
  most: number,
): Html {
  const downward = names.length > roomyColumns && names.some((name) => name.length >= longName);
  const heads = names.map((name) => html`<th scope="col"><span>${name}</span></th>`);
  const rows = confusion.map((row, label) => {
    const all = row.reduce((a, b) => a + b, 0);
    const cells = row.map((count, predicted) => {
      if (predicted === label) return html`<td class="right">${formatCount(count)}</td>`;
      if (count === 0) return html`<td class="none">0</td>`;
      const strength = Math.sqrt(count / most).toFixed(2);
      return html`<td class="wrong" style="--strength:${strength}" title="${names[label]} taken for ${names[predicted]}">${formatCount(count)}</td>`;
    });
    const share = all > 0 && formatPercent(row[label]! / all, 1);
    return html`<tr><th scope="row">${names[label]}</th>${cells}<td class="share">${share}</td></tr>
`;
  });
  return html`<div class="wide"><table class="confusion${downward && ' downward'}">
<thead><tr><td></td><th class="over" colspan="${names.length}">taken for</th><td></td></tr>
<tr><th scope="col" class="corner">is</th>${heads}<th scope="col" class="share">right</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
