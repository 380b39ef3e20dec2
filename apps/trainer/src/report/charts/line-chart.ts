import { type Html, type HtmlValue, html } from '../markup/html.ts';
import type { Band } from './batch-band.ts';
import type { Axis } from './chart-axis.ts';
import { type ChartLine, endNames } from './end-names.ts';
import { areaPath, linePath } from './line-path.ts';
import { type Plot, plotFrame, round } from './plot-frame.ts';
import { thinLine } from './thin-line.ts';

/** A chart of lines. */
export interface LineChartOptions {
  /** A text alternative, for readers who cannot see the chart. */
  readonly label: string;
  /** Half a page wide, with the names at the lines' ends, or a quarter. */
  readonly size: 'half' | 'quarter';
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly ChartLine[];
  /** Fills the area between the first two lines, or between the first and zero. */
  readonly fill?: 'between' | 'zero';
  readonly band?: Band;
  /** Labelled positions on the x axis. */
  readonly marks?: readonly { readonly x: number; readonly text: string }[];
  /** Formats a value for the tooltip. */
  readonly format: (value: number) => string;
}

const sizes = { half: { width: 520, height: 290 }, quarter: { width: 280, height: 220 } };
/** Two points for every three pixels of a half-page chart: more would not be visible. */
const pointLimit = 320;
/** Lines with up to this many points show each point as a dot. */
const dotLimit = 40;

/** Lines over a common x axis; long ones are thinned without losing a spike. */
export function lineChart(options: LineChartOptions): Html {
  const { label, size, x, y, marks = [] } = options;
  const lines = options.lines.map((line) => ({ ...line, points: thinLine(line.points, pointLimit) }));
  const named = size === 'half' && lines.length > 1;
  return plotFrame(
    { label, ...sizes[size], x, y, right: named ? 78 : 18 },
    (plot) => [
      marks.map(
        ({ x: at, text }) =>
          html`<path class="note" d="M${round(plot.x(at))} 0V${plot.height}"/><text class="tick" x="${round(plot.x(at)) + 5}" y="${plot.height - 8}">${text}</text>`,
      ),
      fillArea(plot, lines, options),
      options.band && html`<path class="band" d="${areaPath(plot, options.band.high, options.band.low)}"/>`,
      lines.map((line) => drawLine(plot, line, options)),
    ],
    (plot) => named && endNames(plot, lines),
  );
}

function fillArea(plot: Plot, lines: readonly ChartLine[], { fill, y }: LineChartOptions): HtmlValue {
  const [first, second] = lines.map(({ points }) => points);
  if (fill === undefined || first === undefined) return;
  const other = fill === 'between' ? second! : first.map(([x]) => [x, Math.max(0, y.domain[0])] as const);
  const zero = fill === 'zero' && html`<path class="base" d="M0 ${round(plot.y(0))}H${round(plot.width)}"/>`;
  return [html`<path class="gap" d="${areaPath(plot, first, other)}"/>`, zero];
}

function drawLine(plot: Plot, { name, tone, points }: ChartLine, { x, format }: LineChartOptions): HtmlValue {
  const dots = points.length <= dotLimit ? points.filter(([, y]) => Number.isFinite(y)) : [];
  return html`<g class="${tone}"><path class="line" d="${linePath(plot, points)}"/>${dots.map(
    ([at, value]) =>
      html`<circle class="dot" cx="${round(plot.x(at))}" cy="${round(plot.y(value))}" r="3"><title>${name}, ${x.name} ${at}: ${format(value)}</title></circle>`,
  )}</g>`;
}
