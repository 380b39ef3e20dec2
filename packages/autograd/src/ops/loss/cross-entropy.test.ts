import { ones, type Shape, scope, tensor, valueText, viewReshape } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { parameter } from '../../parameter.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { anyShape, describeOp, type InputMaker, type OpCase } from '../../testing/index.ts';
import { reductions } from '../../testing/loss-cases.ts';
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts';
import type { Reduction } from './reduce-loss.ts';

interface Options extends CrossEntropyOptions {
  /** For the function that makes labels; not an option of the op. */
  readonly classes?: number;
}

const options: fc.Arbitrary<Options & { classes: number }> = fc
  .record({
    classes: fc.integer({ min: 1, max: 4 }),
    labelSmoothing: fc.constantFrom(0, 0.1, 1),
    weighted: fc.boolean(),
    reduction: fc.constantFrom(...reductions),
  })
  .map(({ weighted, ...rest }) => ({
    ...rest,
    ...(weighted ? { classWeights: [0.5, 2, 1.25, 0.75].slice(0, rest.classes) } : {}),
  }));

/** The shapes of logits [N, C, ...] or [C], and of labels: the same without the classes. */
const shapesOf = (classes: number, [batch, ...inner]: Shape): [Shape, Shape] =>
  batch === undefined
    ? [[classes], []]
    : [
        [batch, classes, ...inner],
        [batch, ...inner],
      ];

/** Classes; the second of every three labels is the ignored one. */
const labels: InputMaker = {
  dtype: 'i32',
  make: (uniform, _, own) =>
    uniform.map((u, i) => (i % 3 === 1 ? -100 : Math.floor(u * ((own as Options).classes ?? 3)))),
};

const ofLabels: fc.Arbitrary<OpCase<Options>> = fc
  .tuple(anyShape(), options)
  .map(([rows, own]) => ({ shapes: shapesOf(own.classes, rows), options: own }));

const logits = ones([4, 3]);
const classesOf = (values: number[]) => tensor(values, { dtype: 'i32' });

describeOp<Options>('crossEntropy', {
  op: ([x, target], { classes: _, ...own }) => crossEntropy(x!, target!, own),
  cases: ofLabels,
  goldenOptions: (own, _, name) => (name.includes('probabilities') ? undefined : own),
  always: [
    { shapes: [[0, 3], [0]], options: {} },
    { shapes: [[0, 3], [0]], options: { reduction: 'none' } },
    { shapes: [[1, 3], [1]], options: {} },
    {
      shapes: [
        [2, 3, 2, 2],
        [2, 2, 2],
      ],
      options: { labelSmoothing: 0.1 },
    },
  ],
  domain: [undefined, labels],
  errors: [
    [
      'names a label out of range and its position',
      () => crossEntropy(logits, classesOf([0, 2, 3, 1])),
      'crossEntropy: index 3 at position 2 is outside 0..2.',
    ],
    [
      'names a negative label that is not the ignored one',
      () => crossEntropy(logits, classesOf([-1, 2, 0, -100])),
      'crossEntropy: index -1 at position 0 is outside 0..2.',
    ],
    [
      'refuses labels of another number',
      () => crossEntropy(logits, classesOf([0, 1])),
      'crossEntropy: target i32 [2] does not fit logits [4,3]: labels are i32 [4], probabilities f32 [4,3].',
    ],
    [
      'refuses labels that are fractions',
      () => crossEntropy(logits, ones([4])),
      'crossEntropy: target f32 [4] does not fit logits [4,3]: labels are i32 [4], probabilities f32 [4,3].',
    ],
    [
      'refuses probabilities of another dtype',
      () => crossEntropy(logits, ones([4, 3], { dtype: 'f64' })),
      'crossEntropy: dtypes differ: f32, f64. Use cast().',
    ],
    [
      'refuses an ignored index beside probabilities',
      () => crossEntropy(logits, logits, { ignoreIndex: 0 }),
      'crossEntropy: ignoreIndex is for labels, not for probabilities; got 0.',
    ],
    [
      'refuses an ignored index that is no label',
      () => crossEntropy(logits, classesOf([0, 0, 0, 0]), { ignoreIndex: 0.5 }),
      'crossEntropy: ignoreIndex is a whole number, got 0.5.',
    ],
    [
      'refuses a smoothing above 1',
      () => crossEntropy(logits, logits, { labelSmoothing: 1.5 }),
      'crossEntropy: labelSmoothing lies in 0..1, got 1.5.',
    ],
    [
      'refuses class weights of another number',
      () => crossEntropy(logits, logits, { classWeights: [1, 2] }),
      'crossEntropy: classWeights [2] do not fit 3 classes.',
    ],
    ...([-1, Number.NaN, '2' as never] as const).map(
      (weight) =>
        [
          `refuses a class weight of ${valueText(weight)}`,
          () => crossEntropy(logits, classesOf([0, 1, 2, 0]), { classWeights: [1, weight, 1] }),
          `crossEntropy: classWeights has weights >= 0, got ${valueText(weight)} at index 1.`,
        ] as const,
    ),
    [
      'refuses class weights of another dtype',
      () => crossEntropy(logits, logits, { classWeights: ones([3], { dtype: 'f64' }) }),
      'crossEntropy: dtypes differ: f32, f64. Use cast().',
    ],
    [
      'refuses another reduction',
      () => crossEntropy(logits, classesOf([0, 0, 0, 0]), { reduction: 'max' as Reduction }),
      "crossEntropy: reduction is 'mean', 'sum' or 'none', got max.",
    ],
    [
      'refuses integer logits',
      () => crossEntropy(tensor([[1]], { dtype: 'i32' }), classesOf([0])),
      'crossEntropy: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});

describeOp<Options>('crossEntropy of probabilities', {
  op: ([x, target], { classes: _, ...own }) => crossEntropy(x!, target!, own),
  cases: ofLabels.map(({ shapes: [x], options: own }) => ({ shapes: [x!, x!], options: own })),
  golden: 'crossEntropy',
  goldenOptions: (own, _, name) => (name.includes('probabilities') ? own : undefined),
  always: [
    {
      shapes: [
        [0, 3],
        [0, 3],
      ],
      options: { reduction: 'sum' },
    },
    {
      shapes: [
        [1, 1],
        [1, 1],
      ],
      options: {},
    },
  ],
  domain: [undefined, [0, 1]],
});

describe('crossEntropy', () => {
  it('does not let a logit of -Infinity affect the loss of other classes', () => {
    scope(() => {
      const x = tensor([[0, Number.NEGATIVE_INFINITY, 0]]);
      expect(crossEntropy(x, classesOf([0])).item()).toBeCloseTo(Math.LN2, 6);
      expect(crossEntropy(x, classesOf([1])).item()).toBe(Number.POSITIVE_INFINITY);
    });
  });

  it("reads only the label's class weight without smoothing: an infinite one affects no other row", () => {
    scope(() => {
      for (const reduction of ['mean', 'none'] as const) {
        const x = parameter(tensor([[0, 0, 0]]));
        const loss = crossEntropy(x, classesOf([0]), { classWeights: [1, Infinity, 2], reduction });
        const gradient = backward(loss).get(x)!;
        expectClose(gradient, { shape: [1, 3], data: [-2 / 3, 1 / 3, 1 / 3] }, { relative: 1e-6 });
      }
    });
  });

  it('accepts class weights as a list or as a tensor', () => {
    scope(() => {
      const target = classesOf([0, 2, 1, 1]);
      const x = tensor(
        Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
        { shape: [4, 3] },
      );
      const listed = crossEntropy(x, target, { classWeights: [1, 2, 3] });
      expectClose(crossEntropy(x, target, { classWeights: tensor([1, 2, 3]) }), listed);
    });
  });

  it('takes views', () => {
    const shape = [2, 3, 4];
    const target = classesOf(Array.from({ length: 8 }, (_, i) => i % 3));
    expectTakesViews(
      (x) => crossEntropy(x, viewReshape(target, [2, 4]), { reduction: 'none', labelSmoothing: 0.1 }),
      shape,
    );
    expectTakesViews((x) => crossEntropy(ones(shape), x, { reduction: 'none' }), shape);
  });
});
