import { checkOptions, defineKernel, fullLike, ShapeError, shapeText, type Tensor } from '@regopt/tensor';
import { dropAxes, type ReduceOptions, reducedAxes, reduceKinds, runReduce } from '../../kernels/reduce.ts';
import { record } from '../../tape.ts';
import { equal } from '../elementwise/compare.ts';
import { div } from '../elementwise/div.ts';
import { mul } from '../elementwise/mul.ts';
import { where } from '../elementwise/where.ts';
import { reshape } from '../shape/reshape.ts';
import { sum } from './sum.ts';

/** `max [out, x] outer, n, inner`: out[o, i] = max_k x[o, k, i]; NaN if one is. */
const maxKernel = /* @__PURE__ */ defineKernel({ builtIn: 'max' }, ([out, x], [outer, n, inner]) => {
  for (let o = 0; o < outer!; o++) {
    for (let i = 0; i < inner!; i++) {
      let largest = -Infinity;
      for (let k = 0; k < n!; k++) largest = Math.max(largest, x![(o * n! + k) * inner! + i]!);
      out![o * inner! + i] = largest;
    }
  }
});

/**
 * The max over axes, y = max_k x_k; over all of them by default. The gradient goes to the max, in equal parts
 * if several elements are equal to it (PyTorch's `amax`).
 *
 * @throws ShapeError when an axis is outside the tensor, named twice or empty.
 * @example
 * ```ts
 * import { max } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * max(tensor([[1, 5], [3, 4]]), { axis: 1 }).toArray(); // 5, 4
 * ```
 */
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  checkOptions('max', options, reduceKinds);
  const axes = reducedAxes('max', x, options);
  if (axes.some((axis) => x.shape[axis] === 0))
    throw new ShapeError(`max: nothing has no largest: shape ${shapeText(x.shape)}.`);
  const kept: Tensor = record(
    'max',
    runReduce(maxKernel, x, axes),
    [x],
    [
      (dy) => {
        const hits = where(equal(x, kept), fullLike(x, 1, []), 0);
        return mul(hits, div(dy, sum(hits, { axis: axes, keepDims: true })));
      },
    ],
  );
  return options.keepDims ? kept : reshape(kept, dropAxes(x.shape, axes));
}
