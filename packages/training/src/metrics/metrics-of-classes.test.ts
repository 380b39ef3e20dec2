import { concat } from '@regopt/autograd';
import { type Tensor, tensor, viewReshape, viewTranspose, zeros } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../contract/metric.ts';
import { drawClasses, numbersOf } from '../testing/metric-batches.ts';
import { accuracy } from './accuracy.ts';
import { areaUnderRoc } from './area-under-roc.ts';
import { calibrationError } from './calibration-error.ts';
import { confusion } from './confusion.ts';
import { f1 } from './f1.ts';
import { precision } from './precision.ts';
import { recall } from './recall.ts';
import { rocAuc } from './roc-auc.ts';
import { topK } from './top-k.ts';

const labels = (...values: number[]) => tensor(values, { dtype: 'i32' });
const measured = async (metric: Metric<unknown>, outputs: Tensor, targets: Tensor): Promise<number[]> => {
  metric.update(outputs, targets);
  return numbersOf(metric);
};

const all: readonly (readonly [name: string, create: () => Metric<unknown>])[] = [
  ['accuracy', accuracy],
  ['topK', () => topK(1)],
  ['confusion', confusion],
  ['precision', precision],
  ['recall', recall],
  ['f1', f1],
  ['rocAuc', rocAuc],
  ['calibrationError', calibrationError],
];

describe.each(all)('%s', (_, create) => {
  it('takes one logit of two classes as [N], [N, 1], and as [N, 2] with 0 for class 0', async () => {
    const x = tensor([-2, 1, 3, 2, 0, -1]);
    const y = labels(0, 1, 1, 0, 1, 0);
    const column = viewReshape(x, [6, 1]);
    const expected = await measured(create(), x, y);
    for (const outputs of [column, concat([zeros([6, 1]), column], { axis: 1 })])
      expect(await measured(create(), outputs, y)).toEqual(expected);
  });

  it('takes targets of one logit as floats 0 and 1, and a column of targets', async () => {
    const x = tensor([-2, 1, 3, 2, 0, -1]);
    const y = [0, 1, 1, 0, 1, 0];
    const expected = await measured(create(), x, labels(...y));
    for (const targets of [tensor(y), tensor(y, { dtype: 'f64' }), viewReshape(tensor(y), [6, 1])])
      expect(await measured(create(), x, targets)).toEqual(expected);
  });

  it('takes views', async () => {
    const [x, y] = drawClasses(3)(12, 5);
    const transposed = tensor(viewTranspose(x).toArray(), { shape: [3, 12] });
    expect(await measured(create(), viewTranspose(transposed), y)).toEqual(await measured(create(), x, y));
  });
});

describe('the predicted class', () => {
  const values = fc.constantFrom(0, 1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  const rows = fc.array(fc.tuple(fc.array(values, { minLength: 4, maxLength: 4 }), fc.nat({ max: 3 })), {
    minLength: 1,
    maxLength: 20,
  });

  it('is the same for accuracy(), topK(1) and confusion(), of equal and of NaN logits too', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const x = tensor(given.map(([logits]) => logits));
        const y = labels(...given.map(([, label]) => label));
        const counts = await measured(confusion(), x, y);
        const right = [0, 5, 10, 15].reduce((sum, i) => sum + counts[i]!, 0);
        expect(await measured(accuracy(), x, y)).toEqual([right / given.length]);
        expect(await measured(topK(1), x, y)).toEqual([right / given.length]);
        expect(await measured(topK(4), x, y)).toEqual([1]);
      }),
      { seed: 20_261_202, numRuns: 50 },
    );
  });

  it('is the first of equal logits, and so are the k first', async () => {
    const x = tensor([[1, 2, 2, 2]]);
    for (const [k, label, value] of [
      [1, 1, 1],
      [1, 2, 0],
      [2, 2, 1],
      [2, 3, 0],
      [3, 3, 1],
      [3, 0, 0],
    ])
      expect(await measured(topK(k!), x, labels(label!))).toEqual([value]);
  });
});

describe('counts', () => {
  it('are exact up to 2^31 - 1, and an error beyond', async () => {
    const metric = confusion();
    metric.load(
      new Map([['totals', { dtype: 'i32', shape: [2, 2], data: Int32Array.of(0, 0, 0, 2 ** 31 - 2) }]]),
    );
    metric.update(tensor([1]), labels(1));
    expect(await metric.read()).toEqual([
      [0, 0],
      [0, 2 ** 31 - 1],
    ]);
    metric.update(tensor([1]), labels(1));
    await expect(metric.read()).rejects.toThrow(
      'confusion: a count passed 2^31 - 1. Read and reset it more often.',
    );
  });
});

describe('an average', () => {
  it('is that of class 1 for two classes, and for more the mean over those that occur', async () => {
    const two = [tensor([-2, 1, 3, 2]), labels(0, 1, 1, 0)] as const;
    expect(await measured(precision(), ...two)).toEqual(
      await measured(precision({ average: 'binary' }), ...two),
    );
    const three = [
      tensor([
        [9, 0, 0],
        [0, 9, 0],
        [9, 0, 0],
      ]),
      labels(0, 1, 1),
    ] as const;
    expect(await measured(recall({ average: 'none' }), ...three)).toEqual([1, 0.5, 0]);
    expect(await measured(recall(), ...three)).toEqual([0.75]);
  });

  it('of another name, or of other than two classes for "binary", is refused', () => {
    expect(() => f1({ average: 'mean' as 'macro' })).toThrow(
      'f1: average is one of "binary", "macro", "micro", "weighted", "none", got "mean".',
    );
    expect(() => recall({ average: 'binary' }).update(zeros([1, 3]), labels(0))).toThrow(
      'recall: average "binary" is for two classes, got 3. Use "macro", "micro", "weighted" or "none".',
    );
  });
});

describe('the area under the ROC curve', () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 30 });

  it('is the share of pairs in which the positive has the higher score, of equal scores half a pair', () => {
    fc.assert(
      fc.property(scores, scores, (positives, negatives) => {
        let pairs = 0;
        for (const p of positives) for (const n of negatives) pairs += p > n ? 1 : p === n ? 0.5 : 0;
        const area = areaUnderRoc(Float32Array.from(positives), Float32Array.from(negatives));
        expect(area).toBe(pairs / (positives.length * negatives.length));
      }),
      { seed: 20_261_203, numRuns: 100 },
    );
  });

  it('is NaN if a class has no row or all, or if a logit is NaN', async () => {
    const y = labels(0, 1, 1);
    expect(await measured(rocAuc(), tensor([1, 2, 3]), labels(1, 1, 1))).toEqual([Number.NaN]);
    expect(await measured(rocAuc(), drawClasses(3)(3, 1)[0], y)).toEqual([Number.NaN]);
    expect(await measured(rocAuc(), tensor([Number.NaN, 2, 3]), y)).toEqual([Number.NaN]);
    expect(await measured(rocAuc(), tensor([-Infinity, 2, Infinity]), y)).toEqual([1]);
  });

  it('is not taken of rows of another width or dtype than those before', () => {
    const metric = rocAuc();
    metric.update(zeros([1]), labels(0));
    expect(() => metric.update(zeros([1, 3]), labels(0))).toThrow(
      'rocAuc: the batches before had f32 [2] for each row, this one has f32 [4]. ' +
        'Make one metric for each, or dispose() this one first.',
    );
  });
});

describe('bad options', () => {
  it.each([
    ['topK: k is a whole number >= 1, got 0.5.', () => topK(0.5)],
    ['topK: k is a whole number >= 1, got "2".', () => topK('2' as unknown as number)],
    [
      'topK: k is at most the number of classes, got k 3 for 2 classes.',
      () => topK(3).update(zeros([1]), labels(0)),
    ],
    ['calibrationError: bins is a whole number >= 1, got 0.', () => calibrationError({ bins: 0 })],
    [
      'confusion: the batches before had totals of shape [2,2], this one needs [3,3]. Make one metric for ' +
        'each, or dispose() this one first.',
      () => {
        const metric = confusion();
        metric.update(zeros([1, 2]), labels(0));
        metric.update(zeros([1, 3]), labels(0));
      },
    ],
  ])('are refused: %s', (sentence, call) => {
    expect(call).toThrow(sentence);
  });

  it('batches of f32 and of f64 add up in one calibration error', async () => {
    const metric = calibrationError();
    const rows = [
      [1, 0],
      [0, 3],
    ];
    for (const dtype of ['f32', 'f64', 'f32'] as const) metric.update(tensor(rows, { dtype }), labels(0, 0));
    const own = calibrationError();
    own.update(tensor(rows), labels(0, 0));
    expect(await metric.read()).toBeCloseTo(await own.read(), 6);
    for (const each of [metric, own]) each.dispose();
  });

  it('a logit of NaN makes the calibration error NaN', async () => {
    expect(await measured(calibrationError(), tensor([Number.NaN, 1]), labels(0, 1))).toEqual([Number.NaN]);
  });
});
