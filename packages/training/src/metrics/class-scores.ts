import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import type { Metric } from '../contract/metric.ts';
import { type ClassCounts, metricOfCounts, sumOf } from './class-counts.ts';

/** How the scores of classes become one number, by scikit-learn's names. */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

export interface AverageOptions {
  /**
   * `binary`: the score of class 1 of two. `macro`: the mean over the classes that are a label or were
   * predicted. `micro`: the score of the sums of all classes' counts. `weighted`: the mean weighted by the
   * number of rows of each label. `none`: the score of each class. Default: `binary` for two classes, else
   * `macro`.
   */
  readonly average?: Average | 'none' | undefined;
}

/** What a score of one class is made of. */
export interface Outcomes {
  /** Rows of the class that were predicted as it. */
  readonly hits: number;
  /** All rows that were predicted as the class. */
  readonly predicted: number;
  /** All rows of the class. */
  readonly labeled: number;
}

/** A score as numerator and denominator. */
type Ratio = (outcomes: Outcomes) => readonly [numerator: number, denominator: number];

const kinds: OptionKinds<AverageOptions> = { average: 'string' };
const averages = ['binary', 'macro', 'micro', 'weighted', 'none'];

/** A metric that is a ratio of each class's outcomes, averaged. */
export function classScores(
  name: string,
  options: AverageOptions,
  ratio: Ratio,
): Metric<number | readonly number[]> {
  checkOptions(name, options, kinds);
  const { average } = options;
  if (average !== undefined && !averages.includes(average)) {
    const known = averages.map((each) => `"${each}"`).join(', ');
    throw new ValueError(`${name}: average is one of ${known}, got ${valueText(average)}.`);
  }
  const score = (outcomes: Outcomes): number => {
    const [numerator, denominator] = ratio(outcomes);
    return denominator === 0 ? 0 : numerator / denominator;
  };
  return metricOfCounts(
    name,
    (counts) => {
      const classes = outcomesOf(counts);
      const scores = classes.map(score);
      switch (average ?? (classes.length === 2 ? 'binary' : 'macro')) {
        case 'none':
          return scores;
        case 'binary':
          return scores[1]!;
        case 'micro':
          return score(sumOfAll(classes));
        case 'weighted': {
          const { labeled } = sumOfAll(classes);
          return sumOf(scores.map((each, c) => each * classes[c]!.labeled)) / labeled;
        }
        case 'macro': {
          const seen = scores.filter((_, c) => classes[c]!.labeled + classes[c]!.predicted > 0);
          return sumOf(seen) / seen.length;
        }
      }
    },
    average === 'binary',
  );
}

function outcomesOf(counts: ClassCounts): Outcomes[] {
  return counts.map((row, c) => ({
    hits: row[c]!,
    labeled: sumOf(row),
    predicted: sumOf(counts.map((each) => each[c]!)),
  }));
}

function sumOfAll(classes: readonly Outcomes[]): Outcomes {
  return {
    hits: sumOf(classes.map(({ hits }) => hits)),
    predicted: sumOf(classes.map(({ predicted }) => predicted)),
    labeled: sumOf(classes.map(({ labeled }) => labeled)),
  };
}
