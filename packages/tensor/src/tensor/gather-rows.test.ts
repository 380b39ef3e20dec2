import { describe, expect, it } from 'vitest';
import { withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { viewSlice, viewTranspose } from '../shape/view.ts';
import { tensor, zeros } from './create.ts';
import { checkIndices, gatherRows } from './gather-rows.ts';

const table = () =>
  tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

describe('gatherRows', () => {
  it('returns rows on the back end of the table, whatever the current one is', () => {
    const backend = createReferenceBackend();
    const [table, indices] = withBackend(backend, () => [tensor([1, 2, 3]), tensor(new Int32Array([2, 0]))]);
    const rows = gatherRows(table, indices);
    expect(rows.storage.backend).toBe(backend);
    expect([...rows.toArray()]).toEqual([3, 1]);
  });

  it('returns rows in the order of the indices, also repeatedly', () => {
    expect(gatherRows(table(), tensor(new Int32Array([2, 0, 2]))).toNested()).toEqual([
      [5, 6],
      [1, 2],
      [5, 6],
    ]);
  });

  it("replaces the first axis by the indices' shape, and keeps the dtype", () => {
    const bytes = tensor(new Uint8Array([7, 8, 9]));
    const rows = gatherRows(bytes, tensor(new Int32Array([1, 2, 0, 0]), { shape: [2, 2] }));
    expect([rows.shape, rows.dtype, [...rows.toArray()]]).toEqual([[2, 2], 'u8', [8, 9, 7, 7]]);
    expect(gatherRows(table(), tensor(new Int32Array(0))).shape).toEqual([0, 2]);
  });

  it('accepts a slice of rows as a table', () => {
    expect([...gatherRows(viewSlice(table(), 0, 1), tensor(new Int32Array([1, 0]))).toArray()]).toEqual([
      5, 6, 3, 4,
    ]);
  });

  it('refuses an index outside the table', () => {
    for (const index of [3, -1]) {
      const gather = () => gatherRows(table(), tensor(new Int32Array([0, index])));
      expect(gather).toThrow(ShapeError);
      expect(gather).toThrow(`gatherRows: index ${index} at position 1 is outside 0..2.`);
    }
  });

  it('refuses indices that are not i32, and tables with holes', () => {
    const indices = tensor(new Int32Array([0]));
    expect(() => gatherRows(table(), tensor([0]))).toThrow(DTypeError);
    expect(() => gatherRows(table(), tensor([0]))).toThrow('gatherRows: indices are i32, got f32.');
    expect(() => gatherRows(viewTranspose(table()), indices)).toThrow(
      'gatherRows: needs a contiguous table with rows and contiguous indices, got [2,3].',
    );
    expect(() => gatherRows(tensor(1), indices)).toThrow(ShapeError);
  });
});

describe('checkIndices', () => {
  it('names the first index outside the range, except one allowed value', () => {
    const labels = tensor(new Int32Array([0, 2, -100, 3]));
    expect(() => checkIndices('crossEntropy', labels, 4)).toThrow(
      'crossEntropy: index -100 at position 2 is outside 0..3.',
    );
    expect(() => checkIndices('crossEntropy', labels, 3, -100)).toThrow(
      'crossEntropy: index 3 at position 3 is outside 0..2.',
    );
    checkIndices('crossEntropy', labels, 4, -100);
    checkIndices('crossEntropy', zeros([0], { dtype: 'i32' }), 0);
  });

  it('follows the strides of a view', () => {
    const labels = viewSlice(tensor(new Int32Array([0, 99, 1, 99])), 0, 0, 4, 2);
    checkIndices('embedding', labels, 2);
    expect(() => checkIndices('embedding', labels, 1)).toThrow(
      'embedding: index 1 at position 1 is outside 0..0.',
    );
  });
});
