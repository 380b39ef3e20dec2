import { describe, expect, it } from 'vitest';
import { referenceKernels } from './reference-kernels.ts';

describe('referenceKernels', () => {
  it('names the kernels that ran as reference loops between the reports, sorted', () => {
    const before = { fast: {}, reference: { normal: 4, tanh: 1 } };
    const after = { fast: { matmul: 9 }, reference: { normal: 4, tanh: 2, exp: 1 } };
    expect(referenceKernels(before, after)).toEqual(['exp', 'tanh']);
  });
});
