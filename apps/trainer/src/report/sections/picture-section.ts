import { boundaryChart } from '../charts/boundary-chart.ts';
import { chartAxis } from '../charts/chart-axis.ts';
import { curveChart } from '../charts/curve-chart.ts';
import { extent } from '../charts/extent.ts';
import { formatCount } from '../format/format-count.ts';
import { formatLoss } from '../format/format-loss.ts';
import { formatPercent } from '../format/format-percent.ts';
import { type Html, html } from '../markup/html.ts';
import type { BoundaryPicture, CurvePicture, Metrics, ModelReport, ReportData } from '../report-data.ts';
import { figure } from './figure.ts';
import { regularizers } from './regularizers.ts';
import { hasAccuracy, keptEpoch } from './trained-models.ts';

/** Each toy model's fitted curve or decision boundary. */
export function pictureSection(data: ReportData): Html | undefined {
  const curves = data.models.filter(({ picture }) => picture?.kind === 'curve');
  const boundaries = data.models.filter(({ picture }) => picture?.kind === 'boundary');
  if (curves.length + boundaries.length === 0) return;
  return html`<section id="pictures"><h2>${curves.length > 0 ? 'The fitted curves' : 'The decision boundaries'}</h2>
<p class="reading">${curves.length > 0 ? curveReading() : boundaryReading(data.classNames)} A richer model, more
features or longer training move a picture from too little to too much; regularization and more examples move it back.</p>
<div class="charts halves">
${curves.length > 0 && curvePanels(curves)}${boundaries.map((model) => panel(model, boundaryChart(model.picture as BoundaryPicture, model.title)))}</div></section>
`;
}

function curveReading(): Html {
  return html`<span class="key train dot">training points</span> and faint <span class="key validation dot">validation
points</span> are scattered around the <span class="key truth">true curve</span>; the <span class="key fit">fitted
curve</span> is what the network says. One that fits too little misses the bends of the true curve; one that fits too
much passes through the training points, their noise included, and swings in between.`;
}

function boundaryReading(names: readonly string[] = ['class 0', 'class 1']): Html {
  return html`The points are the training examples: <span class="key class-0 dot">${names[0]}</span> and <span
class="key class-1 square">${names[1]}</span>. The colour of the plane is what the network would say there, the fainter
the less certain; on the <span class="key boundary">boundary</span> both classes are equally probable. One that fits too
little cuts straight through the clouds; one that fits too much winds around single points, their noise included.`;
}

function curvePanels(models: readonly ModelReport[]): Html[] {
  const pictures = models.map(({ picture }) => picture as CurvePicture);
  const measured = pictures.flatMap(({ train, validation, truth }) => [...train, ...validation, ...truth]);
  // The points set the axes: a fit far outside of them is clipped.
  const x = chartAxis('x', ...extent(measured.map(([x]) => x)));
  const y = chartAxis('y', ...extent(measured.map(([, y]) => y)));
  return models.map((model, i) => panel(model, curveChart(pictures[i]!, model.title, x, y)));
}

function panel(model: ModelReport, picture: Html): Html {
  const { title, parameterCount, config, test } = model;
  const remedies = regularizers(config);
  const last = keptEpoch(model);
  const result = ({ loss, accuracy }: Metrics): string =>
    accuracy === undefined ? formatLoss(loss) : formatPercent(accuracy);
  return figure(
    `${title}: ${formatCount(parameterCount)} parameters, ${remedies.join(', ') || 'no regularization'}`,
    picture,
    last
      ? `${hasAccuracy(model) ? 'Accuracy' : 'Loss'}: training ${result(last.train)}, validation ` +
          `${result(last.validation)}${test ? `, test ${result(test)}` : ''}.`
      : 'Not trained: the run was interrupted before.',
  );
}
