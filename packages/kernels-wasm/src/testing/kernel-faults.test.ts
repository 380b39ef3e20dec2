import { defineKernel } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { all, element, exact, type Tolerance } from '../battery/kernel-case.ts';
import { kernelRow } from '../rows/kernel-row.ts';
import { callFault, distanceFault, largestDistance } from './kernel-faults.ts';
import type { KernelCall } from './note-kernels.ts';

const tanh = { family: 'elementwise', row: kernelRow('tanh', 'f32 f32', 1) };
const lion = {
  family: 'optimize',
  row: kernelRow('lion', '', [1, 1], { dtypes: [], repeats: ['f32', 'f32', 'f64'] }),
};

const callOf = (dtypes: KernelCall['dtypes'], numbers: readonly number[]): KernelCall => ({
  kernel: defineKernel('any', () => {}),
  dtypes,
  numbers,
  before: [],
  after: [],
});

describe('a call of a kernel in its case', () => {
  it('fits its row: dtypes, and as many numbers as the row says', () => {
    expect(callFault(tanh, [callOf(['f32', 'f32'], [3]), callOf(['f64', 'f64'], [3])])).toBeUndefined();
    expect(callFault(lion, [callOf(['f32', 'f32', 'f64', 'f32', 'f32', 'f64'], [2, 5, 6])])).toBeUndefined();
  });

  it('that does not exist is reported with the file of its case', () => {
    expect(callFault(lion, [])).toBe(
      'lion [(f32, f32, f64)...]: the case of lion in ' +
        'packages/kernels-wasm/src/battery/optimize-cases.ts does not call it.',
    );
  });

  it('of other tensors than the row says is shown beside the row, with both files', () => {
    const calls = [callOf(['f32', 'f32', 'f32', 'f64'], [1, 5]), callOf(['f64', 'f64'], [1, 5])];
    const many = callOf(['f32', 'f32', 'f32', 'f64', 'f32', 'f32', 'f32', 'f64'], [2, 5, 5]);
    expect(callFault(lion, [many, ...calls, ...calls])).toBe(
      'lion [(f32, f32, f64)...]: ' +
        'no call fits this row of packages/kernels-wasm/src/rows/optimize-rows.ts: ' +
        'the case in packages/kernels-wasm/src/battery/optimize-cases.ts calls lion ' +
        'with [f64, f64] and [f32, f32, f32, f64]. Correct the row, or add such a call to the case.',
    );
  });

  it('with another count of numbers is shown with the count that the row says', () => {
    expect(callFault(tanh, [callOf(['f32', 'f32'], [3, 0.5])])).toBe(
      'tanh [f32, f32]: its row in packages/kernels-wasm/src/rows/elementwise-rows.ts takes 1 number ' +
        'for 2 tensors, and it ' +
        'is called with 2 numbers: 3, 0.5. Correct the row, or the numbers that the op hands over.',
    );
    expect(callFault(lion, [callOf(['f32', 'f32', 'f64'], [1])])).toBe(
      'lion [(f32, f32, f64)...]: its row in packages/kernels-wasm/src/rows/optimize-rows.ts takes 2 ' +
        'numbers for 3 tensors, ' +
        'and it is called with 1 number: 1. Correct the row, or the numbers that the op hands over.',
    );
  });
});

describe('the distance of a result from the reference loop', () => {
  const ulp = 2 ** -23;
  const faultOf = (tolerance: Tolerance, result: readonly number[], wanted: readonly number[]) => {
    const after = [Float32Array.from(wanted), Float32Array.of(0.5, 0.5)];
    const before = [new Float32Array(wanted.length).fill(Number.NaN), after[1]!];
    const call = { ...callOf(['f32', 'f32'], [2]), before, after };
    const actual = [Float32Array.from(result), after[1]!];
    return distanceFault(tanh, tolerance, largestDistance(actual, call, tolerance.of));
  };

  it('is within the tolerance', () => {
    expect(faultOf(exact, [1, 0.25], [1, 0.25])).toBeUndefined();
    expect(faultOf(element(2), [1 + 2 * ulp, 0.25], [1, 0.25])).toBeUndefined();
    expect(faultOf(all(4), [1, 2 * ulp], [1, 0])).toBeUndefined();
  });

  it(
    'is a sentence beyond it: the largest distance, ' +
      'where it is, and the tolerance to write in which file',
    () => {
      expect(faultOf(exact, [1 + ulp, 1 + 3 * ulp], [1, 1])).toBe(
        'tanh [f32, f32]: up to 3 ulps from its reference loop, and its tolerance is exact: ' +
          '1.0000003576278687 for 1 at index 1 ' +
          'of tensor 0, numbers 2. Write `tolerance: element(3)` in its row of ' +
          'packages/kernels-wasm/src/battery/elementwise-cases.ts, or mend the kernel.',
      );
      expect(faultOf(all(1), [1, 3.5 * ulp], [1, 0])).toContain(
        'up to 7 ulps from its reference loop, and its tolerance is all(1): ',
      );
    },
  );

  it('is told in the unit of sums by the next run, where it is large beside its own element', () => {
    expect(faultOf(exact, [1, 40 * ulp], [1, 20 * ulp])).toContain(
      'or mend the kernel. Of sums, whose terms cancel, the unit is `all`: begin with all(0).',
    );
  });

  it('is beyond every tolerance for another NaN, infinity or sign of 0', () => {
    for (const [value, wanted] of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 3],
      [3, Number.NEGATIVE_INFINITY],
      [-0, 0],
    ] as const) {
      expect(faultOf(all(1e9), [1, value], [1, wanted])).toBe(
        `tanh [f32, f32]: ${value} for ${wanted} at index 1 of tensor 0, numbers 2. No tolerance ` +
          `allows it: mend the kernel, ` +
          'or its reference loop.',
      );
    }
  });
});
