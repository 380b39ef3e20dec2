import { type DType, type Shape, tensor, typedArray, zeros } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { describeMetric, type MetricUnderTest } from '../testing/describe-metric.ts';
import { drawClasses, drawValues } from '../testing/metric-batches.ts';
import { accuracy } from './accuracy.ts';
import { calibrationError } from './calibration-error.ts';
import { confusion } from './confusion.ts';
import { f1 } from './f1.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { precision } from './precision.ts';
import { r2 } from './r2.ts';
import { recall } from './recall.ts';
import { rocAuc } from './roc-auc.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { topK } from './top-k.ts';

const labels = (...values: number[]) => tensor(values, { dtype: 'i32' });

type MetricRow = Pick<MetricUnderTest, 'create'> & Partial<MetricUnderTest> & { readonly name: string };

const formsOfClasses =
  'outputs are logits [N, C], or [N] or [N, 1] of two classes, and targets are labels [N]; got';

/** What every metric of classes refuses, after batches of 3 classes. */
const refusalsOfClasses = (name: string): NonNullable<MetricUnderTest['refuses']> => ({
  [`${name}: index 3 at position 1 is outside 0..2.`]: (metric) => metric.update(zeros([2, 3]), labels(0, 3)),
  [`${name}: index -1 at position 0 is outside 0..2.`]: (metric) =>
    metric.update(zeros([2, 3]), labels(-1, 0)),
  [`${name}: labels are i32, got f32.`]: (metric) => metric.update(zeros([2, 3]), zeros([2])),
  [`${name}: labels are i32 or floats, got u8.`]: (metric) =>
    metric.update(zeros([2]), zeros([2], { dtype: 'u8' })),
  [`${name}: target 0.5 at position 1 is neither 0 nor 1.`]: (metric) =>
    metric.update(zeros([2, 1]), tensor([1, 0.5])),
  [`${name}: needs f32 or f64, got i32. Use cast().`]: (metric) =>
    metric.update(zeros([2, 3], { dtype: 'i32' }), labels(0, 1)),
  [`${name}: ${formsOfClasses} [2,3] and [3].`]: (metric) => metric.update(zeros([2, 3]), labels(0, 1, 2)),
  [`${name}: ${formsOfClasses} [2,3,4] and [2].`]: (metric) => metric.update(zeros([2, 3, 4]), labels(0, 1)),
});

/** What every metric of values refuses, after batches of 2 columns. */
const refusalsOfValues = (
  name: string,
  totals: (columns: number) => string,
): NonNullable<MetricUnderTest['refuses']> => ({
  [`${name}: outputs and targets have one shape, [N, ...], got [3,1] and [2].`]: (metric) =>
    metric.update(zeros([3, 1]), zeros([2])),
  [`${name}: outputs and targets have one shape, [N, ...], got [] and [].`]: (metric) =>
    metric.update(zeros([]), zeros([])),
  [`${name}: needs f32 or f64, got i32. Use cast().`]: (metric) =>
    metric.update(zeros([2, 2]), zeros([2, 2], { dtype: 'i32' })),
  [`${name}: the batches before had totals of shape ${totals(2)}, this one needs ${totals(3)}. Make one ` +
    'metric for each, or dispose() this one first.']: (metric) => metric.update(zeros([2, 3]), zeros([2, 3])),
});

/** Every metric of labels and predictions: a new one needs a row here. */
const metricsOfClasses: readonly MetricRow[] = [
  { name: 'accuracy', create: () => accuracy() },
  { name: 'topK', create: ({ k = 2 }) => topK(Number(k)), goldens: ['classes', 'three-classes'] },
  { name: 'confusion', create: () => confusion() },
  { name: 'precision', create: (options) => precision(options) },
  { name: 'recall', create: (options) => recall(options) },
  { name: 'f1', create: (options) => f1(options) },
  { name: 'rocAuc', create: () => rocAuc() },
  // f32 rounds each confidence.
  { name: 'calibrationError', create: (options) => calibrationError(options), f32: 1e-7 },
];

/** Every metric of values, with the axes of its totals before the last two. */
const metricsOfValues: readonly (MetricRow & { readonly first?: string })[] = [
  { name: 'meanAbsoluteError', create: () => meanAbsoluteError() },
  { name: 'rootMeanSquaredError', create: () => rootMeanSquaredError() },
  { name: 'r2', create: () => r2(), first: '2,' },
];

for (const row of metricsOfClasses) {
  const { name } = row;
  const goldens = ['binary', 'classes', 'three-classes'];
  describeMetric(name, { goldens, draw: drawClasses(3), refuses: refusalsOfClasses(name), ...row });
}
for (const { first = '', ...row } of metricsOfValues) {
  const { name } = row;
  const totals = (columns: number): string => `[${first}4,${columns}]`;
  const goldens = ['regression', 'columns', 'offset'];
  describeMetric(name, { goldens, draw: drawValues(2), refuses: refusalsOfValues(name, totals), ...row });
}

it.each([...metricsOfClasses, ...metricsOfValues])(
  '$name says that it has no rows, and what is wrong with a state',
  async ({ name, create }) => {
    const metric = create({});
    await expect(metric.read()).rejects.toThrow(
      `${name}: no rows were added, so it has no value. Call update() before read().`,
    );
    const key = name === 'rocAuc' ? 'rows' : 'totals';
    const load = (key: string, dtype: DType, shape: Shape) => () =>
      metric.load(new Map([[key, { dtype, shape, data: typedArray(dtype, 7) }]]));
    expect(load('weight', 'f32', [7])).toThrow(
      `${name}: its state is the tensor "${key}", got one named "weight".`,
    );
    expect(load(key, 'u8', [7])).toThrow(
      new RegExp(`^${name}: ${key} of a saved state are (i32|f64|f32 or f64), got u8\\.$`),
    );
    for (const dtype of ['i32', 'f64'] as const)
      expect(load(key, dtype, [7])).toThrow(new RegExp(`^${name}: ${key} of a saved state .*[.\\]]$`));
  },
);
