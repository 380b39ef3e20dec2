import { describe, expect, it } from 'vitest';
import { referenceKernels } from './reference-kernels.ts';

describe('referenceKernels', () => {
  it('names the kernels that ran as reference loops between the reports, sorted', () => {
    const before = { fast: {}, reference: { normal: 4, tanh: 1 }, host: {} };
    const after = { fast: { matmul: 9 }, reference: { normal: 4, tanh: 2, exp: 1 }, host: {} };
    expect(referenceKernels(before, after)).toEqual(['exp', 'tanh']);
  });

  it('does not name kernels that are meant to run on the host', () => {
    const before = { fast: {}, reference: {}, host: {} };
    expect(referenceKernels(before, { ...before, host: { allReduce: 3 } })).toEqual([]);
  });
});
