import { type Html, html } from '../markup/html.ts';
import { type Plot, round } from './plot-frame.ts';
import type { Point } from './thin-line.ts';

/** The meaning of a colour throughout the report. */
export type Tone = 'train' | 'validation' | 'plain';

/** A line of a chart. */
export interface ChartLine {
  readonly name: string;
  readonly tone: Tone;
  readonly points: readonly Point[];
}

/** Smallest distance between two lines of text. */
const lineHeight = 15;

/** The lines' names beside their last points; names that would overlap move apart. */
export function endNames(plot: Plot, lines: readonly ChartLine[]): Html[] {
  const names = lines
    .flatMap(({ name, tone, points }) => {
      const last = points.filter(([, y]) => Number.isFinite(y)).at(-1);
      return last
        ? [{ name, tone, x: plot.x(last[0]), y: Math.min(Math.max(plot.y(last[1]), 0), plot.height) }]
        : [];
    })
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < names.length; i++) {
    const overlap = names[i - 1]!.y + lineHeight - names[i]!.y;
    if (overlap <= 0) continue;
    names[i - 1]!.y -= overlap / 2;
    names[i]!.y += overlap / 2;
  }
  return names.map(
    ({ name, tone, x, y }) =>
      html`<text class="name ${tone}" x="${round(x) + 9}" y="${round(y)}" dy="0.35em">${name}</text>`,
  );
}
