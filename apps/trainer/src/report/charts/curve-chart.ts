import { type Html, html } from '../markup/html.ts';
import type { CurvePicture } from '../report-data.ts';
import type { Axis } from './chart-axis.ts';
import { linePath } from './line-path.ts';
import { type Plot, plotFrame, round } from './plot-frame.ts';
import type { Point } from './thin-line.ts';

/** A fitted curve with the training and validation points, and the true curve that they scatter around. */
export function curveChart(picture: CurvePicture, title: string, x: Axis, y: Axis): Html {
  return plotFrame(
    { label: `${title}: the fitted curve over the points`, width: 520, height: 330, x, y },
    (plot) => [
      html`<path class="validation points" d="${dots(plot, picture.validation)}"/>`,
      html`<path class="truth" d="${linePath(plot, picture.truth)}"/>`,
      html`<path class="fit" d="${linePath(plot, picture.fit)}"/>`,
      picture.train.map(
        ([px, py]) =>
          html`<circle class="train point" cx="${round(plot.x(px))}" cy="${round(plot.y(py))}" r="3.6"/>`,
      ),
    ],
  );
}

/** Lines of length 0, drawn as dots by round caps: hundreds of points fit in one path. */
function dots(plot: Plot, points: readonly Point[]): string {
  return points.map(([x, y]) => `M${round(plot.x(x))} ${round(plot.y(y))}h0`).join('');
}
