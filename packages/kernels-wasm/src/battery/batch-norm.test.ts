import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { randomFloats } from '../testing/random-floats.ts';

const rows = 1000;
// A strip of sixteen columns, one of four, and the remaining ones.
const columns = 23;

/** Columns for which a sum of squares around one value for all rows would lose the variance. */
const distributions: readonly (readonly [string, (value: number, row: number) => number])[] = [
  ['lie about 1e4', (value) => 1e4 + value],
  ['lie about 1e6', (value) => 1e6 + value],
  ['begin with a value far from the others', (value, row) => (row === 0 ? 1e6 : value)],
  ['hold a value far from the others', (value, row) => (row === 500 ? -1e5 : value)],
  ['drift', (value, row) => value + 10 * row],
  ['step', (value, row) => value + (row < 500 ? 0 : 1e4)],
];

describe.each(compiledBuilds)('the batch statistics of columns, the $name build', ({ module }) => {
  it.each(distributions)('are those of f64 to six digits where the values %s', (_, map) => {
    const x = randomFloats(rows * columns, 3).map((value, i) => map(value, Math.floor(i / columns)));
    const tensors = [
      new Float32Array(x.length),
      new Float32Array(columns),
      new Float32Array(columns),
      new Float64Array(2 * columns),
      x,
    ];
    const affine = [new Float32Array(columns).fill(1), new Float32Array(columns)];
    const [, mean, variance] = callExport<Float32Array>(module, 'batchNormTraining_f32', {
      tensors: [...tensors, ...affine],
      numbers: [rows, columns, 1, 1e-5],
      threads: 2,
    });
    for (let j = 0; j < columns; j++) {
      const column = Array.from({ length: rows }, (_, i) => x[i * columns + j]);
      const centre = column.reduce((a, b) => a! + b!)! / rows;
      const spread = column.reduce((a, b) => a! + (b! - centre) ** 2, 0)! / rows;
      expect(Math.abs(mean![j]! - centre)).toBeLessThan(1e-7 * Math.abs(centre) + 1e-6 * Math.sqrt(spread));
      expect(Math.abs(variance![j]! / spread - 1)).toBeLessThan(2e-6);
    }
  });
});

describe.each(compiledBuilds)('running statistics, the $name build', ({ module }) => {
  it('do not change at weight 0 of the batch, and equal the batch at weight 1, infinite or not', () => {
    const infinite = () => Float32Array.of(Infinity, 1);
    const after = (running: () => Float32Array, batch: () => Float32Array, factor: number) => {
      const tensors = [running(), running(), batch(), batch()];
      const [mean, variance] = callExport<Float32Array>(module, 'batchNormRunning_f32', {
        tensors,
        numbers: [2, factor, 1],
      });
      return [...mean!, ...variance!];
    };
    const finite = () => Float32Array.of(3, 5);
    expect(after(finite, infinite, 0)).toEqual([3, 5, 3, 5]);
    expect(after(infinite, finite, 1)).toEqual([3, 5, 3, 5]);
  });
});
