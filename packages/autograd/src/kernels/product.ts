import type { ReferenceLoop } from '@regopt/tensor';
import { activate, noActivation } from './activate.ts';

/** A matrix product, or a batch of them: sizes, and the strides of A and B in elements. */
export interface Product {
  /** Default 1. */
  readonly batch?: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Default 0. */
  readonly aBatch?: number;
  readonly aRow: number;
  readonly aColumn: number;
  /** Default 0. */
  readonly bBatch?: number;
  readonly bRow: number;
  readonly bColumn: number;
}

/** The numbers of `matmul` and `matmulBias`; {@link productLoop} reads them. */
export function productNumbers(product: Product): number[] {
  const { batch = 1, m, n, k, aBatch = 0, aRow, aColumn, bBatch = 0, bRow, bColumn } = product;
  return [batch, m, n, k, aBatch, aRow, aColumn, bBatch, bRow, bColumn, noActivation];
}

/** c[q, i, j] = activation(sum_l a[q, i, l] b[q, l, j], plus bias[j] if there is a bias). */
export const productLoop: ReferenceLoop = ([c, a, b, bias], numbers) => {
  const [batch, m, n, k, aBatch, aRow, aColumn, bBatch, bRow, bColumn] = numbers;
  for (let q = 0; q < batch!; q++) {
    for (let i = 0; i < m!; i++) {
      for (let j = 0; j < n!; j++) {
        let total = 0;
        for (let l = 0; l < k!; l++)
          total += a![q * aBatch! + i * aRow! + l * aColumn!]! * b![q * bBatch! + l * bRow! + j * bColumn!]!;
        c![(q * m! + i) * n! + j] = bias === undefined ? total : total + bias[j]!;
      }
    }
  }
  activate(c!, numbers);
};
