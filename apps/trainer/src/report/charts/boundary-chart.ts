import { pictureUrl } from '../images/picture-url.ts';
import { type Html, html } from '../markup/html.ts';
import type { BoundaryPicture } from '../report-data.ts';
import { chartAxis } from './chart-axis.ts';
import { contourLines } from './contour-lines.ts';
import { plotFrame, round } from './plot-frame.ts';

/**
 * Colours of class 0 and class 1, as in the style sheet. A probability near 1/2 is transparent and shows the
 * page.
 */
const colours = [
  [31, 111, 178],
  [214, 93, 14],
] as const;
const palette = Array.from({ length: 256 }, (_, byte) => {
  const share = byte / 255;
  const [red, green, blue] = colours[share < 0.5 ? 0 : 1];
  return [red, green, blue, Math.round(150 * Math.abs(2 * share - 1))] as const;
});

/** A heat map of the probability of class 1 over the plane, with the line at one half and the points. */
export function boundaryChart(picture: BoundaryPicture, title: string): Html {
  const { columns, rows, xRange, yRange, points } = picture;
  const bytes = Uint8Array.from(Buffer.from(picture.probabilities, 'base64'));
  const boundary = contourLines({ columns, rows, values: bytes }, 127.5);
  const axes = { nice: false, tickCount: 6 };
  return plotFrame(
    {
      label: `${title}: the decision boundary among the points`,
      width: 520,
      height: 420,
      x: chartAxis('x\u2081', ...xRange, axes),
      y: chartAxis('x\u2082', ...yRange, axes),
    },
    (plot) => {
      const x = (column: number) => round(((column + 0.5) / columns) * plot.width);
      const y = (row: number) => round((1 - (row + 0.5) / rows) * plot.height);
      return [
        html`<image href="${pictureUrl({ width: columns, height: rows, bytes: upsideDown(bytes, columns), palette })}" width="${round(plot.width)}" height="${round(plot.height)}" preserveAspectRatio="none"/>`,
        html`<path class="boundary" d="${boundary.map(([[c0, r0], [c1, r1]]) => `M${x(c0)} ${y(r0)}L${x(c1)} ${y(r1)}`).join('')}"/>`,
        points.map(([px, py, label]) => {
          const [cx, cy] = [round(plot.x(px)), round(plot.y(py))];
          return label === 0
            ? html`<circle class="class-0 point" cx="${cx}" cy="${cy}" r="4"/>`
            : html`<rect class="class-1 point" x="${round(cx - 3.6)}" y="${round(cy - 3.6)}" width="7.2" height="7.2"/>`;
        }),
      ];
    },
  );
}

/** Reverses the rows: a picture starts at the top, the grid at the smallest y. */
function upsideDown(bytes: Uint8Array, columns: number): Uint8Array {
  const flipped = new Uint8Array(bytes.length);
  for (let start = 0; start < bytes.length; start += columns) {
    flipped.set(bytes.subarray(start, start + columns), bytes.length - start - columns);
  }
  return flipped;
}
