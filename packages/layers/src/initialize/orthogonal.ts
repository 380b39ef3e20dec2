import { assign, normalKernel, type Tensor } from '@regopt/tensor';
import {
  checkInitializer,
  fans,
  fillDrawn,
  type InitializerOptions,
  initializerKinds,
} from './initializer.ts';
import { orthonormalRows } from './orthonormal-rows.ts';

/**
 * Fills a weight, as a matrix `[outputs, inputs x kernel]`, with a random orthogonal matrix times the gain:
 * its rows, or its columns if there are fewer, are orthogonal and of length gain. The distribution is uniform
 * over all such matrices.
 *
 * Source: Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
 * neural networks", ICLR 2014.
 *
 * @param weight `[outputs, inputs, ...kernel]`, f32 or f64
 * @returns the same tensor
 * @throws ShapeError for fewer than two axes; ValueError for a gain <= 0 or no generator.
 * @example
 * ```ts
 * import { orthogonal } from '@regopt/layers';
 * import { createGenerator, empty } from '@regopt/tensor';
 * const w = orthogonal(empty([1, 2]), { generator: createGenerator(1), gain: 3 });
 * Math.hypot(...w.toArray()); // 3
 * ```
 */
export function orthogonal(weight: Tensor, options: InitializerOptions): Tensor {
  const generator = checkInitializer('orthogonal', options, initializerKinds);
  const outputs = weight.shape[0]!;
  const { fanIn } = fans('orthogonal', weight.shape);
  fillDrawn('orthogonal', weight, generator, normalKernel, [0, 1]);
  const drawn = weight.toArray();
  const wide = outputs <= fanIn;
  const [rows, columns] = wide ? [outputs, fanIn] : [fanIn, outputs];
  const place = (row: number, column: number): number =>
    wide ? row * columns + column : column * rows + row;
  const matrix = Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: columns }, (_, column) => drawn[place(row, column)]!),
  );
  orthonormalRows(matrix);
  const { gain = 1 } = options;
  matrix.forEach((values, row) => {
    values.forEach((value, column) => {
      drawn[place(row, column)] = gain * value;
    });
  });
  assign(weight, drawn);
  return weight;
}
