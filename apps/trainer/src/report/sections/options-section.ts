import { describeOptions } from '../../config/describe-options.ts';
import { formatCount } from '../format/format-count.ts';
import { type Html, html } from '../markup/html.ts';
import type { ModelReport, ReportData } from '../report-data.ts';

/**
 * A table of the run's resolved options with their meaning, and of the values that differ for single models.
 */
export function optionsSection(data: ReportData): Html {
  const { config, models, backend } = data;
  const meanings = describeOptions(config);
  const own = models.filter((model) => Object.keys(config).some((name) => differs(model, data, name)));
  return html`<section id="options"><h2>Options</h2>
<p class="reading">Every option of the run as it was resolved; with the same options and seed the run can be repeated.
${formatCount(data.trainCount)} examples to learn from, ${formatCount(data.validationCount)} for validation,
${formatCount(data.testCount)} for the test. Back end: ${backend}.${own.length > 0 && ' Some models have a few options of their own.'}</p>
<div class="wide"><table class="options">
<thead><tr><th scope="col">option</th><th scope="col">value</th>${own.map(({ title }) => html`<th scope="col">${title}</th>`)}<th scope="col">what it is</th></tr></thead>
<tbody>${Object.entries(config).map(
    ([name, value]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${write(value)}</td>${own.map((model) => ownValue(model, data, name))}<td class="what">${meanings.get(name)}</td></tr>
`,
  )}</tbody></table></div></section>
`;
}

function differs(model: ModelReport, { config }: ReportData, name: string): boolean {
  return name in model.config && model.config[name] !== config[name];
}

function ownValue(model: ModelReport, data: ReportData, name: string): Html {
  return differs(model, data, name) ? html`<td>${write(model.config[name]!)}</td>` : html`<td></td>`;
}

function write(value: string | number | boolean | null): Html | string {
  return value === null ? html`<span class="aside">null</span>` : String(value);
}
