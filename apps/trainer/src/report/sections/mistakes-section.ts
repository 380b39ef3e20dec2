import { formatCount } from '../format/format-count.ts';
import { formatPercent } from '../format/format-percent.ts';
import { pictureUrl } from '../images/picture-url.ts';
import { type Html, html } from '../markup/html.ts';
import type { Mistake, ReportData } from '../report-data.ts';
import { trainedModels } from './trained-models.ts';

/** Pictures of misclassified test examples. */
export function mistakesSection(data: ReportData): Html | undefined {
  const models = trainedModels(data).filter(({ mistakes }) => mistakes && mistakes.length > 0);
  if (models.length === 0) return;
  return html`<section id="mistakes"><h2>Mistakes</h2>
${models.map(
  ({ title, mistakes, confusion }) => html`${data.models.length > 1 && html`<h3>${title}</h3>`}
<p class="reading">Of ${confusion ? `the ${formatCount(wrongCount(confusion))}` : 'all'} test examples that the network
gets wrong, these are the ${formatCount(mistakes!.length)} of which it is most certain. Under each picture: what it is, what
the network takes it for, and the probability that it gives to that.</p>
<ul class="mistakes">${mistakes!.map((mistake) => card(mistake, data.classNames, data.recipe !== 'pictures'))}</ul>`,
)}</section>
`;
}

function card(mistake: Mistake, names: readonly string[] | undefined, inverted: boolean): Html {
  const { index, label, predicted, probability, width, height, channels } = mistake;
  const bytes = pixelsOf(mistake, inverted);
  const [is, taken] = [names?.[label] ?? String(label), names?.[predicted] ?? String(predicted)];
  return html`<li><img class="${inverted && channels === 1 && 'ink'}" src="${pictureUrl({ width, height, bytes, channels })}" width="${width}" height="${height}" alt="Test example ${index}: ${is}, taken for ${taken}" title="test example ${index}">
<span><b>${is}</b> taken for <b class="wrong-name">${taken}</b></span><span class="aside">${formatPercent(probability, 1)}</span></li>
`;
}

/**
 * The bytes of each pixel in turn. Those of digits are inverted to black on white: they are bright on black.
 */
function pixelsOf({ pixels, channels, width, height }: Mistake, inverted: boolean): Uint8Array {
  const planes = Buffer.from(pixels, 'base64');
  const size = width * height;
  return Uint8Array.from(planes, (_, i) => {
    const byte = planes[(i % channels) * size + Math.floor(i / channels)]!;
    return inverted && channels === 1 ? 255 - byte : byte;
  });
}

function wrongCount(confusion: readonly (readonly number[])[]): number {
  return confusion
    .flatMap((row, label) => row.filter((_, predicted) => predicted !== label))
    .reduce((a, b) => a + b, 0);
}
