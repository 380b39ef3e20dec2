import { contiguous, defineKernel, emptyLike, run, ShapeError, shapeText, type Tensor } from '@regopt/tensor';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { productLoop, productNumbers } from '../../kernels/product.ts';
import { record } from '../../tape.ts';
import { sum } from '../reduce/sum.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';
import { matmul } from './matmul.ts';

/**
 * `matmulBias [c, a, b, bias]`, with the numbers of `matmul`:
 * c[q, i, j] = activation(bias[j] + sum_l a[q, i, l] b[q, l, j]).
 */
const matmulBiasKernel = /* @__PURE__ */ defineKernel({ builtIn: 'matmulBias' }, productLoop);

/**
 * The affine map of a fully connected layer, y = x W^T + b, over the last axis of x. dx = dy W, dW = dy^T x,
 * db is the sum of dy over all axes but the last.
 *
 * @param x `[..., inputs]`
 * @param weight `[outputs, inputs]`, as in PyTorch
 * @param bias `[outputs]`, optional
 * @returns `[..., outputs]`
 * @throws ShapeError when the shapes do not fit; DTypeError when the dtypes differ or are integers.
 * @example
 * ```ts
 * import { linear } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * linear(tensor([[1, 2]]), tensor([[3, 4]]), tensor([10])).toNested(); // [[21]]
 * ```
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  checkSameFloat('linear', [x, weight, bias], 2);
  const [outputs, inputs] = weight.shape as [number, number];
  if (weight.rank !== 2 || x.rank === 0 || x.shape[x.rank - 1] !== inputs) {
    throw new ShapeError(
      `linear: x ${shapeText(x.shape)} does not fit a weight ${shapeText(weight.shape)} ` +
        'of [outputs, inputs].',
    );
  }
  if (bias !== undefined && (bias.rank !== 1 || bias.size !== outputs)) {
    throw new ShapeError(`linear: bias ${shapeText(bias.shape)} does not fit ${outputs} outputs.`);
  }
  if (x.rank === 2) return affine(x, weight, bias);
  // Not -1, which is ambiguous for a tensor without elements.
  const rows = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const y = affine(reshape(x, [rows, inputs]), weight, bias);
  return reshape(y, [...x.shape.slice(0, -1), outputs]);
}

function affine(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  if (bias === undefined) return matmul(x, transpose(weight));
  const [rows, inputs] = x.shape as [number, number];
  const outputs = weight.shape[0]!;
  const y = emptyLike(x, [rows, outputs]);
  const [aRow, aColumn] = x.strides as [number, number];
  // B is the weight transposed.
  const [bColumn, bRow] = weight.strides as [number, number];
  const numbers = productNumbers({ m: rows, n: outputs, k: inputs, aRow, aColumn, bRow, bColumn });
  run(matmulBiasKernel, [y, x, weight, contiguous(bias)], numbers);
  return record(
    'linear',
    y,
    [x, weight, bias],
    [(dy) => matmul(dy, weight), (dy) => matmul(transpose(dy), x), (dy) => sum(dy, { axis: 0 })],
  );
}
