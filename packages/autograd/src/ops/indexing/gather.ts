import {
  checkIndices,
  checkOptions,
  checkTensor,
  contiguous,
  DTypeError,
  defineKernel,
  emptyLike,
  fullLike,
  normalizeAxis,
  run,
  type Shape,
  ShapeError,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { type AxisOptions, axisKinds, axisNumbers } from '../../kernels/along-axis.ts';
import { record } from '../../tape.ts';

/** `gatherAxis [out, x, indices] outer, nx, nOut, inner`: out[o, k, i] = x[o, indices[o, k, i], i]. */
const gatherAxisKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'gatherAxis' },
  ([out, x, indices], [outer, nx, nOut, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let k = 0; k < nOut!; k++) {
        for (let i = 0; i < inner!; i++) {
          const at = (o * nOut! + k) * inner! + i;
          out![at] = x![(o * nx! + indices![at]!) * inner! + i]!;
        }
      }
    }
  },
);

/**
 * `scatterAddAxis [dx, indices, dy] outer, nx, nOut, inner`: dx[o, indices[o, k, i], i] += dy[o, k, i], in
 * order.
 */
const scatterAddAxisKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'scatterAddAxis' },
  ([dx, indices, dy], [outer, nx, nOut, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let k = 0; k < nOut!; k++) {
        for (let i = 0; i < inner!; i++) {
          const at = (o * nOut! + k) * inner! + i;
          dx![(o * nx! + indices![at]!) * inner! + i]! += dy![at]!;
        }
      }
    }
  },
);

/**
 * Elements along an axis by index, y[.., k, ..] = x[.., indices[.., k, ..], ..]; the last axis by default.
 * The indices have x's shape except along that axis. The gradient of an element is the sum over all positions
 * that read it.
 *
 * @param indices i32, each within the axis
 * @throws ShapeError when the shapes differ in another axis, or with the first index outside; DTypeError when
 *   the indices are not i32.
 * @example
 * ```ts
 * import { gather } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * gather(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: 'i32' })).toNested(); // [[2], [3]]
 * ```
 */
export function gather(x: Tensor, indices: Tensor, options: AxisOptions = {}): Tensor {
  checkTensor('gather', x);
  checkTensor('gather', indices, 'indices');
  checkOptions('gather', options, axisKinds);
  const axis = normalizeAxis('gather', options.axis ?? -1, x.rank);
  if (indices.dtype !== 'i32') throw new DTypeError(`gather: indices are i32, got ${indices.dtype}.`);
  const fits =
    indices.rank === x.rank && x.shape.every((length, at) => at === axis || length === indices.shape[at]);
  if (!fits) {
    throw new ShapeError(
      `gather: indices ${shapeText(indices.shape)} differ ` +
        `from ${shapeText(x.shape)} in more than axis ${axis}.`,
    );
  }
  const places = contiguous(indices);
  checkIndices('gather', places, x.shape[axis]!);
  return take(x, places, axis);
}

function take(x: Tensor, indices: Tensor, axis: number): Tensor {
  const y = emptyLike(x, indices.shape);
  run(gatherAxisKernel, [y, contiguous(x), indices], gatherNumbers(x.shape, indices, axis));
  return record('gather', y, [x, indices], [(dy) => put(dy, indices, axis, x.shape)]);
}

function put(dy: Tensor, indices: Tensor, axis: number, shape: Shape): Tensor {
  const dx = fullLike(dy, 0, shape);
  run(scatterAddAxisKernel, [dx, indices, contiguous(dy)], gatherNumbers(shape, indices, axis));
  return record('gatherGradient', dx, [dy, indices], [(g) => take(g, indices, axis)]);
}

/** The numbers outer, nx, nOut, inner of both kernels. */
function gatherNumbers(shape: Shape, indices: Tensor, axis: number): number[] {
  const [outer, nx, inner] = axisNumbers(shape, axis);
  return [outer, nx, indices.shape[axis]!, inner];
}
