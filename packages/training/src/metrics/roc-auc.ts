import { cast, concat, logSoftmax, noGrad, slice, sub } from '@regopt/autograd';
import { createPace } from '@regopt/data';
import { RegoptError, scope, type Tensor, type TypedArray, viewReshape } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { areaUnderRoc } from './area-under-roc.ts';
import { classBatch } from './class-batch.ts';
import { meanOf } from './column-moments.ts';
import { KeptRows } from './kept-rows.ts';

const name = 'rocAuc';

/**
 * The area under the ROC curve, of two classes or one against the rest, as the mean over the classes:
 * scikit-learn's `roc_auc_score` of the probabilities, with `multi_class='ovr'`. It is exact, equal scores
 * count half, and NaN if a class has no row or all, as there.
 *
 * Outputs are logits `[N]`, `[N, 1]` or `[N, 2]` of two classes, or `[N, C]`; targets are those of
 * `accuracy`. It keeps every row: C numbers, or one for two classes, and the label, of 4 bytes each in f32.
 * So it is not `captured`: call `update` outside of a compiled step, on outputs that the step returns.
 *
 * @throws when updated: as `accuracy`, or RegoptError inside a step that is captured; when read: ValueError
 *   before the first row.
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { rocAuc } from '@regopt/training';
 * const metric = rocAuc();
 * metric.update(tensor([-2, 1, 3, 2]), tensor([0, 1, 1, 0], { dtype: 'i32' }));
 * await metric.read(); // 0.75
 * ```
 */
export function rocAuc(): Metric {
  const kept = new KeptRows(name);
  return {
    captured: false,
    update(outputs, targets) {
      if (outputs?.storage?.backend.capturing) {
        throw new RegoptError(
          `${name}: it keeps every row, which a captured step cannot. Let the step return the outputs, and ` +
            'call update() after it.',
        );
      }
      noGrad(() => scope(() => kept.append(scoresAndLabels(outputs, targets))));
    },
    async read() {
      const [rows, columns] = await kept.read();
      return meanOfAreas(rows, columns);
    },
    reset: () => kept.reset(),
    state: () => kept.state(),
    load: (state) => kept.load(state),
    dispose: () => kept.dispose(),
  };
}

/**
 * `[N, 2]` or `[N, C + 1]`: a score for each class, or one for two classes, and the label. Scores are
 * logarithms, which distinguish probabilities near 1 that are equal in f32.
 */
function scoresAndLabels(outputs: Tensor, targets: Tensor): Tensor {
  const { logits, labels, classes } = classBatch(name, outputs, targets);
  const column = (c: number): Tensor => slice(logits, { axis: 1, start: c, end: c + 1 });
  const scores = classes === 2 ? sub(column(1), column(0)) : logSoftmax(logits, { axis: 1 });
  return concat([scores, viewReshape(cast(labels, logits.dtype), [labels.size, 1])], { axis: 1 });
}

/**
 * Yields between classes, whose sorts take milliseconds.
 *
 * @param rows row-major: scores, and the label
 */
async function meanOfAreas(rows: TypedArray, columns: number): Promise<number> {
  const scores = columns - 1;
  const count = rows.length / columns;
  const area = (c: number): number => {
    // The one score of two classes is that of class 1.
    const label = scores === 1 ? 1 : c;
    const own = rows.subarray(0, count).slice();
    let positives = 0;
    let negatives = count;
    for (let at = 0; at < rows.length; at += columns) {
      const place = rows[at + scores] === label ? positives++ : --negatives;
      own[place] = rows[at + c]!;
    }
    return areaUnderRoc(own.subarray(0, positives), own.subarray(positives));
  };
  const pace = createPace();
  const areas: number[] = [];
  for (let c = 0; c < scores; c++) {
    areas.push(area(c));
    const pause = pace();
    if (pause !== undefined) await pause;
  }
  return meanOf(areas);
}
