import { expect, it } from 'vitest';
import { elementwiseRows } from './elementwise-rows.ts';
import type { KernelRow } from './kernel-row.ts';

it('calls a walk over two operands elementwise only if both are dense: programs run it by tiles', () => {
  const walks = elementwiseRows.filter(({ elementwise }: KernelRow) => typeof elementwise === 'function');
  expect(walks.length).toBeGreaterThan(10);
  for (const { kernel, elementwise } of walks as readonly KernelRow[]) {
    const elementsOf = (...numbers: number[]) =>
      (elementwise as (numbers: readonly number[]) => number)(numbers);
    expect(elementsOf(1, 100, 1, 1), kernel).toBe(100);
    // A broadcast scalar, every second element, a transposed matrix.
    expect(elementsOf(1, 100, 1, 0), kernel).toBe(0);
    expect(elementsOf(1, 100, 0, 1), kernel).toBe(0);
    expect(elementsOf(1, 100, 2, 1), kernel).toBe(0);
    expect(elementsOf(2, 10, 10, 1, 10, 10, 1), kernel).toBe(0);
  }
});
