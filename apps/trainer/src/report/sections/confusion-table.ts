import { formatCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';

/** Names of this length or more are written vertically over narrow columns. */
const longName = 5;
/** Up to this many columns, long names fit horizontally. */
const roomyColumns = 4;

/**
 * A confusion matrix as a heat map in a table, so it can be read aloud, copied and printed. The diagonal is
 * gray, since its counts would hide all others. The colour of a mistake follows the square root of its count,
 * since a few pairs of classes account for most mistakes.
 *
 * @param maxCount the count with the darkest colour; several matrices share a scale through it
 */
export function confusionTable(
  confusion: readonly (readonly number[])[],
  names: readonly string[],
  maxCount: number,
): Html {
  const downward = names.length > roomyColumns && names.some((name) => name.length >= longName);
  const heads = names.map((name) => html`<th scope="col"><span>${name}</span></th>`);
  const rows = confusion.map((row, label) => {
    const all = row.reduce((a, b) => a + b, 0);
    const cells = row.map((count, predicted) => {
      if (predicted === label) return html`<td class="right">${formatCount(count)}</td>`;
      if (count === 0) return html`<td class="none">0</td>`;
      const strength = Math.sqrt(count / maxCount).toFixed(2);
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
