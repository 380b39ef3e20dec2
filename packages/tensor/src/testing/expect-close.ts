import { expect } from 'vitest';
import { sameShape, shapeText } from '../shape/shape.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';

/** Max difference of two values: |a - e| <= absolute + relative * |e|. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Values with a shape, as in golden files. */
export interface ExpectedValues {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * Expects the shape and every value to agree within |a - e| <= absolute + relative |e|. NaN agrees with NaN,
 * infinities with themselves. The failure names the first wrong element and the max difference.
 *
 * @example
 * ```ts
 * import { tensor } from '@regopt/tensor';
 * import { expectClose } from '@regopt/tensor/testing';
 * expectClose(tensor([0.1, 0.2]), { shape: [2], data: [0.1, 0.2] }, { relative: 1e-7 });
 * ```
 */
export function expectClose(
  actual: Tensor,
  expected: Tensor | ExpectedValues,
  tolerance: Tolerance = {},
): void {
  const { relative = 0, absolute = 0 } = tolerance;
  const values = isTensor(expected) ? expected.toArray() : expected.data;
  if (!sameShape(actual.shape, expected.shape)) {
    expect.fail(`shape ${shapeText(actual.shape)} instead of ${shapeText(expected.shape)}`);
  }
  const got = actual.toArray();
  let worst = 0;
  let first = '';
  for (let i = 0; i < got.length; i++) {
    const a = got[i]!;
    const e = values[i]!;
    if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    const off = Math.abs(a - e);
    if (off <= absolute + relative * Math.abs(e) && Number.isFinite(e)) continue;
    worst = Math.max(worst, off);
    if (first === '') first = `element ${i} is ${a} instead of ${e}`;
  }
  if (first !== '')
    expect.fail(
      `${first}; the largest difference is ${worst} (relative ${relative}, absolute ${absolute} allowed)`,
    );
}
