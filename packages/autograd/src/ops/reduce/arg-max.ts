import {
  checkOptions,
  checkTensor,
  defineKernel,
  normalizeAxis,
  ShapeError,
  shapeText,
  type Tensor,
  viewReshape,
} from '@regopt/tensor';
import { type AxisOptions, axisKinds } from '../../kernels/along-axis.ts';
import { dropAxes, runReduce } from '../../kernels/reduce.ts';

/**
 * `argMax [out, x] outer, n, inner`: out[o, i] = the first k with the max x[o, k, i]; a NaN counts as max.
 */
const argMaxKernel = /* @__PURE__ */ defineKernel({ builtIn: 'argMax' }, ([out, x], [outer, n, inner]) => {
  for (let o = 0; o < outer!; o++) {
    for (let i = 0; i < inner!; i++) {
      let best = 0;
      for (let k = 1; k < n!; k++) {
        const value = x![(o * n! + k) * inner! + i]!;
        const held = x![(o * n! + best) * inner! + i]!;
        if (value > held || (Number.isNaN(value) && !Number.isNaN(held))) best = k;
      }
      out![o * inner! + i] = best;
    }
  }
});

/**
 * The index of the max along an axis, of the first one if several are equal, as i32. It has no gradient.
 *
 * @throws ShapeError when the axis is outside the tensor, empty, or longer than 2^31.
 * @example
 * ```ts
 * import { argMax } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * argMax(tensor([[1, 5], [4, 3]]), { axis: 1 }).toArray(); // 1, 0
 * ```
 */
export function argMax(x: Tensor, options: AxisOptions = {}): Tensor {
  checkTensor('argMax', x);
  checkOptions('argMax', options, axisKinds);
  const axis = normalizeAxis('argMax', options.axis ?? -1, x.rank);
  if (x.shape[axis] === 0)
    throw new ShapeError(`argMax: nothing has no largest: shape ${shapeText(x.shape)}.`);
  if (x.shape[axis]! > 2 ** 31)
    throw new ShapeError(`argMax: places are i32, which an axis of ${x.shape[axis]} exceeds.`);
  return viewReshape(runReduce(argMaxKernel, x, [axis], 'i32'), dropAxes(x.shape, [axis]));
}
