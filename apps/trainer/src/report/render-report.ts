import { formatLoss } from './format/format-loss.ts';
import { formatPercent } from './format/format-percent.ts';
import { Html, html } from './markup/html.ts';
import type { ReportData } from './report-data.ts';
import { columnsSection } from './sections/columns-section.ts';
import { confusionSection } from './sections/confusion-section.ts';
import { gapSection } from './sections/gap-section.ts';
import { learningSection } from './sections/learning-section.ts';
import { mistakesSection } from './sections/mistakes-section.ts';
import { modelsSection } from './sections/models-section.ts';
import { optionsSection } from './sections/options-section.ts';
import { pictureSection } from './sections/picture-section.ts';
import { resultSection } from './sections/result-section.ts';
import { stepsSection } from './sections/steps-section.ts';
import { metricsOf } from './sections/trained-models.ts';
import { chartStyle } from './style/chart-style.ts';
import { pageStyle } from './style/page-style.ts';
import { printStyle } from './style/print-style.ts';

// The report needs no server: its policy blocks every request.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The report of a run as one HTML file: its result, the curves of its training, the model's mistakes, and the
 * options, each with an explanation for the reader.
 *
 * The charts are SVG, drawn here, and the page has no script. A chart library would add zooming, but also
 * tens of kilobytes, and charts would stay blank where scripts do not run, such as in a mail preview or on
 * paper.
 */
export function renderReport(data: ReportData): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${data.recipe}: ${headline(data)}</title>
<style>${new Html(pageStyle + chartStyle + printStyle)}</style>
</head>
<body>
<main>
<header><p class="kind">Training report</p>
<h1>${data.recipe}</h1>
<p class="lede">${sentence(data.summary)}</p></header>
${resultSection(data)}
${pictureSection(data)}
${data.models.length > 1 && modelsSection(data)}
${learningSection(data)}
${gapSection(data)}
${data.models.length === 1 && modelsSection(data)}
${confusionSection(data)}
${mistakesSection(data)}
${stepsSection(data)}
${columnsSection(data)}
${optionsSection(data)}
</main>
</body>
</html>
`;
  return page.markup;
}

function headline({ models, ended }: ReportData): string {
  const results = models.flatMap((model) => {
    const metrics = metricsOf(model);
    if (metrics === undefined) return [];
    const { loss, accuracy } = metrics;
    const result = accuracy === undefined ? `loss ${formatLoss(loss)}` : formatPercent(accuracy);
    if (models.length > 1) return `${model.title} ${result}`;
    return `${result} on the ${model.test ? 'test' : 'validation'} set`;
  });
  const state = ended === 'finished' ? [] : ended === 'diverged' ? '(diverged)' : '(interrupted)';
  return [results.join(', ') || [], state].flat().join(' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
