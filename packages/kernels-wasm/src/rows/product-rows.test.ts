import { matmul } from '@regopt/autograd';
import { zeros } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { noteKernels } from '../testing/note-kernels.ts';
import { productRows } from './product-rows.ts';

it('estimates the work of a product by its multiply-adds, 25 in a nanosecond, and its sums', () => {
  const estimates: number[] = [];
  noteKernels(
    () => void matmul(zeros([2, 3, 4]), zeros([2, 4, 5])),
    ({ numbers }) => estimates.push(productRows[0]!.work!([], numbers)),
  );
  expect(estimates.at(-1)).toBe(100 + 2 * 3 * 5 * (4 / 25 + 0.2));
});
