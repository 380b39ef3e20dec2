import * as ops from '@regopt/autograd';
import { cast, full, type Tensor, tensor } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

/** [outer, n, inner]: lines of neighbours, columns of every width, both at once. */
const shapes: readonly (readonly [number, number, number])[] = [
  ...lengths.filter((n) => n > 0).flatMap((n) => [[3, n, 1] as const, [1, 5, n] as const]),
  [1, 5000, 1],
  [1, 700, 18],
  [37, 10, 1],
  [3, 4, 5],
  [2, 300, 35],
  [1, 300, 71],
  [40, 5, 3],
  [0, 3, 1],
  [2, 3, 0],
];

const infinity = Number.POSITIVE_INFINITY;
/** Lines with what is not an ordinary number. */
const specialLines: readonly (readonly number[])[] = [
  [1, Number.NaN, 3, 2, 0, 5],
  [infinity, 1, 2, infinity, 3, 4],
  [-infinity, -infinity, -infinity, -infinity, -infinity, -infinity],
  [-infinity, 1, -infinity, 2, -infinity, -infinity],
  [Number.NaN, 1, 2, Number.NaN, infinity, 7],
  [1e30, -1e30, 3e38, 100, 1e30, 0],
  [-0, 0, -0, -0, 0, -0],
];

/** Ops along an axis, and their gradients. */
export function reductionCases(): void {
  const axis = 1;
  const along: readonly ((x: Tensor) => Tensor)[] = [
    (x) => ops.sum(x, { axis }),
    (x) => ops.mean(x, { axis }),
    (x) => ops.variance(x, { axis }),
    (x) => ops.max(x, { axis }),
    (x) => ops.logsumexp(x, { axis }),
    (x) => ops.softmax(x, { axis }),
    (x) => ops.logSoftmax(x, { axis }),
  ];
  for (const shape of shapes) {
    for (const op of along) differentiate(op, randomTensor(shape, 11, 5));
    ops.argMax(randomTensor(shape, 12), { axis });
    // Few different values: the first of the largest counts.
    const steps = tensor(Float32Array.from(randomIndices(shape, 3, 13).toArray()), { shape });
    ops.argMax(steps, { axis });
  }
  for (const shape of shapes) {
    const bytes = cast(randomIndices(shape, 256, 17), 'u8');
    ops.sum(bytes, { axis });
    ops.mean(bytes, { axis });
  }
  for (const n of [...lengths, 5000, 2 ** 20 + 17]) {
    ops.sum(full([n], 255, { dtype: 'u8' }));
    ops.mean(full([n], 255, { dtype: 'u8' }));
  }
  for (const n of [0, 1, 5, 1000, 40_000, 100_001]) {
    differentiate((x) => ops.sum(x), randomTensor([n], 14));
    differentiate((x) => ops.mean(x), randomTensor([n], 15));
  }
  for (const shape of [
    [3, 5, 7],
    [2, 33, 4, 5],
    [1, 2, 1200],
    [0, 2, 3],
  ]) {
    differentiate(
      (x) => ops.sum(x, { axis: shape.map((_, i) => i).filter((i) => i !== 1) }),
      randomTensor(shape, 16),
    );
  }
  ops.sum(randomTensor([2, 0, 3], 1), { axis });
  ops.logsumexp(randomTensor([2, 0, 3], 1), { axis });
  for (const line of specialLines) {
    for (const inner of [1, 2, 3]) {
      const x = tensor([...line], { shape: [1, line.length / inner, inner] });
      for (const op of along) op(x);
      ops.argMax(x, { axis });
    }
  }
}
