import { createLoader } from '@regopt/data';
import { tensor, zeros } from '@regopt/tensor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutOf, sliceRows } from './batch-rows.ts';

it('the parts of all processes are the rows of a batch, as a loader cuts it', () => {
  const counts = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    perRank: fc.integer({ min: 1, max: 5 }),
    size: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(counts, ({ rows, perRank, size }) => {
      const parts = perRank * size;
      const loader = createLoader({ inputs: zeros([rows, 1]), targets: zeros([rows]) }, { batchSize: rows });
      for (let rank = 0; rank < size; rank++) {
        const cut = cutOf(rows, parts, { rank, size });
        expect([cut.rows, cut.first, cut.bounds[0]]).toEqual([rows, rank * perRank, 0]);
        const rowsOfParts = cut.bounds.slice(1).map((end, i) => end - cut.bounds[i]!);
        expect(rowsOfParts).toEqual(
          Array.from({ length: perRank }, (_, i) =>
            loader.rowsOf(0, { part: { index: cut.first + i, count: parts } }),
          ),
        );
        expect(cut.bounds.at(-1)).toBe(loader.rowsOf(0, { part: { index: rank, count: size } }));
      }
    }),
  );
});

it('a slice has the rows of inputs, targets and example weights', () => {
  const [x, y, weights] = [tensor([[1], [2], [3]]), tensor([4, 5, 6]), tensor([7, 8, 9])];
  const slice = sliceRows({ x, y, weights }, 1, 3);
  expect([slice.x, slice.y, slice.weights!].map((each) => [...each.toArray()])).toEqual([
    [2, 3],
    [5, 6],
    [8, 9],
  ]);
  expect(sliceRows({ x, y }, 0, 1).weights).toBeUndefined();
});
