import { type Html, type HtmlValue, html } from '../markup/html.ts';
import { type Axis, placeOn } from './chart-axis.ts';

/** The plot area of a chart, in its own coordinates: 0, 0 is its upper left corner. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  x(value: number): number;
  y(value: number): number;
}

/** A chart's axes and size, in pixels at a scale of 1. */
export interface PlotFrameOptions {
  /** A text alternative, for readers who cannot see the chart. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  /** Width at the right for the lines' names. */
  readonly right?: number;
}

/** Width of a digit at the ticks' size, in the widest font of the page's list. */
const digitWidth = 7.2;
const bottom = 36;
/** Margin around the plot in which nothing is cut off: half of a marker at the plot's edge. */
const overhang = 5;

/**
 * Axes, ticks and grid around the marks that `draw` returns. Marks outside the plot are clipped at its edge,
 * those of `beside` are not.
 */
export function plotFrame(
  options: PlotFrameOptions,
  draw: (plot: Plot) => HtmlValue,
  beside?: (plot: Plot) => HtmlValue,
): Html {
  const { label, width, height, x, y, right = 18 } = options;
  const top = y.name === '' ? 12 : 26;
  const left = 14 + digitWidth * Math.max(2, ...y.ticks.map(({ text }) => text.length));
  const plot: Plot = {
    width: width - left - right,
    height: height - top - bottom,
    x: (value) => placeOn(x, value) * plot.width,
    y: (value) => (1 - placeOn(y, value)) * plot.height,
  };
  const rows = y.ticks.map(({ value, text }) => {
    const at = round(plot.y(value));
    return html`<path class="grid" d="M0 ${at}H${round(plot.width)}"/><text class="tick" x="-8" y="${at}" dy="0.35em" text-anchor="end">${text}</text>`;
  });
  const columns = apart(x.ticks, plot).map(({ value, text }) => {
    const at = round(plot.x(value));
    return html`<path class="mark" d="M${at} ${plot.height}v4"/><text class="tick" x="${at}" y="${plot.height + 17}" text-anchor="middle">${text}</text>`;
  });
  const box = `${-overhang} ${-overhang} ${round(plot.width + 2 * overhang)} ${plot.height + 2 * overhang}`;
  const inside = html`<svg x="${-overhang}" y="${-overhang}" width="${round(plot.width + 2 * overhang)}" height="${plot.height + 2 * overhang}" viewBox="${box}">${draw(plot)}</svg>`;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${y.name !== '' && html`<text class="axis" x="0" y="12">${y.name}</text>`}
<g transform="translate(${round(left)} ${top})">${rows}${columns}<path class="base" d="M0 ${plot.height}H${round(plot.width)}"/>
${inside}${beside?.(plot)}<text class="axis" x="${round(plot.width)}" y="${plot.height + 33}" text-anchor="end">${x.name}</text></g></svg>`;
}

/** The densest even selection of ticks whose labels do not touch. */
function apart(ticks: Axis['ticks'], { x }: Plot): Axis['ticks'] {
  const fits = (shown: Axis['ticks']): boolean =>
    shown.every(({ value, text }, i) => {
      const before = shown[i - 1];
      if (before === undefined) return true;
      return x(value) - x(before.value) > (digitWidth * (text.length + before.text.length)) / 2 + digitWidth;
    });
  for (let stride = 1; stride < ticks.length; stride++) {
    const shown = ticks.filter((_, i) => i % stride === 0);
    if (fits(shown)) return shown;
  }
  return ticks.slice(0, 1);
}

/** Rounds a coordinate to a tenth of a pixel: finer than a page shows, in a third of the bytes. */
export function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
