/**
 * Sizes of the tiles and blocks of a product C = A B, and the sizes from which its operands are packed.
 *
 * Only BLOCK_DEPTH affects the bits of the result: every element of C is a sum over blocks of k of sums in
 * the order of k. The other sizes decide what stays in which cache.
 */

/**
 * Rows of the register tile; it has 8 columns. A 6x8 tile keeps 12 accumulators, two vectors of B and one
 * element of A in the 15 vector registers that V8 allocates on x86: 57 of 58 GFLOP/s on one AMD Zen 5 core.
 * Tiles of 3x12 and 2x16 reached 54, 8x4 and 12x4 50. Without the fused instruction the product needs a 16th
 * register, and spilling it halves the speed (28 GFLOP/s), so the portable build has one row less (55).
 */
export const TILE_ROWS: i32 = RELAXED ? 6 : 5;

/**
 * Max depth of a block of k. A panel of B (8 columns, 12 KiB) stays in the L1 cache while the rows of A
 * stream by. Depths from 256 to 512 were within 2 % of each other (1 MiB of L2 cache); 192 was 3 % slower.
 */
export const BLOCK_DEPTH: i32 = 384;

/** Rows of a block: with BLOCK_DEPTH 180 KiB of A, for the L2 cache. A multiple of 5 and 6. */
export const BLOCK_ROWS: i32 = 120;

/**
 * Columns of a block: with BLOCK_DEPTH 768 KiB of B, packed once and read by every block of rows. Half or
 * twice as many rows or columns changed the time by less than 2 %.
 */
export const BLOCK_COLUMNS: i32 = 512;

/**
 * Min number of columns for which A is packed. Below it the elements of A are read too rarely to pay for
 * packing: in place, A was 30 % faster with 8 columns, 5 % with 64 and 3 % with 256. With 1024 columns both
 * took the same time, except for a transposed A of 1024 rows, whose columns are 4 KiB apart and evict each
 * other from the cache: 40 % slower in place.
 */
export const PACK_ROWS_FROM: i32 = 320;

/**
 * Min number of rows for which a B with adjacent columns is packed. In place it was twice as fast with one
 * row, 18 % faster with 10, 5 % with 32 and 4 % with 36.
 */
export const PACK_COLUMNS_FROM: i32 = 40;

/**
 * Max depth for which a product is computed stripe by stripe, one row of tiles after the other, because
 * writing C takes longer than reading B. 256 x 1024 of depth 10 took 93 us instead of 160, 128 x 128 6.2
 * instead of 7.2, and 256 x 1024 of depth 64 still 1 % less.
 */
export const SHALLOW_DEPTH: i32 = 64;

/**
 * True if a B with adjacent columns is read in place. Rows at a distance of a multiple of 4 KiB share one set
 * of the L1 cache, which has 12 lines (8 in older cores), also used by rows of C: more rows are fetched again
 * for every row of tiles. C of 10 x 1024 with a depth of 256 took 148 us, packed 118. With a single row of
 * tiles nothing is read twice.
 */
export function readsColumns(m: i32, k: i32, bRow: usize): bool {
  if (m <= TILE_ROWS) return true;
  return (bRow & 4095) != 0 && (m < PACK_COLUMNS_FROM || k <= SHALLOW_DEPTH);
}

/** Bytes for packed rows of A: at least one block. If all of A fits, it is packed only once. */
export const ROWS_BYTES: usize = 1 << 20;

/** Bytes for a tile that cannot be stored directly into C. */
export const TILE_BYTES: usize = 6 * 8 * 4;

/**
 * Depth of the blocks of k: the min number of blocks that BLOCK_DEPTH allows, of nearly equal size, since a
 * short last block would mainly load and store C.
 */
export function blockDepth(k: i32): i32 {
  if (k <= BLOCK_DEPTH) return k;
  const blocks = (k + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
  return (k + blocks - 1) / blocks;
}

/** n rounded up to a multiple of `unit`. */
// @ts-ignore: decorator
@inline export function roundUp(n: i32, unit: i32): i32 {
  return ((n + unit - 1) / unit) * unit;
}

/** Bytes of a panel of packed rows. */
// @ts-ignore: decorator
@inline export function rowPanel(depth: i32): usize {
  return <usize>(TILE_ROWS * depth) << 2;
}
