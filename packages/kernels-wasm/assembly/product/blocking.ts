/**
 * Sizes of the tiles and blocks that a product C = A B is cut into, and from which sizes on operands are packed.
 *
 * Only BLOCK_DEPTH has a say in the bits of the result: every element of C is the sum over blocks of k of sums in the
 * order of k. The other sizes decide what stays in which cache.
 */

/**
 * Rows of the register tile; it has 8 columns. A 6x8 tile keeps 12 accumulators, two vectors of B and one element of A
 * in the 15 vector registers that V8 hands out on x86: 57 of 58 GFLOP/s on one AMD Zen 5 core; tiles of 3x12 and 2x16
 * reached 54, 8x4 and 12x4 50. Without the fused instruction the product needs a 16th register, and spilling it halves
 * the speed (28 GFLOP/s), so the portable build has one row less (55).
 */
export const TILE_ROWS: i32 = RELAXED ? 6 : 5;

/**
 * Longest block of k. A panel of B (8 columns, 12 KiB) stays in the first-level cache while the rows pass by it. Depths
 * from 256 to 512 were within 2 % of each other (1 MiB of second-level cache); 192 was 3 % slower.
 */
export const BLOCK_DEPTH: i32 = 384;

/** Rows in a block: with BLOCK_DEPTH 180 KiB of A, for the second-level cache. A multiple of 5 and 6. */
export const BLOCK_ROWS: i32 = 120;

/**
 * Columns in a block: with BLOCK_DEPTH 768 KiB of B, packed once and read by every block of rows. Half as many rows or
 * columns, or twice as many, made no difference above 2 %.
 */
export const BLOCK_COLUMNS: i32 = 512;

/**
 * Columns from which on A is packed. With fewer its elements are read too seldom to be moved first: read where it lies,
 * A was 30 % faster with 8 columns, 5 % with 64 and 3 % with 256. With 1024 both cost the same, but for a transposed A
 * of 1024 rows, whose columns lie 4 KiB apart and push each other out of the cache: 40 % slower.
 */
export const PACK_ROWS_FROM: i32 = 320;

/**
 * Rows from which on B is packed where its columns are adjacent: read where they lie, they were twice as fast with one
 * row, 18 % with 10, 5 % with 32 and 4 % with 36.
 */
export const PACK_COLUMNS_FROM: i32 = 40;

/**
 * Depth up to which a product is written stripe by stripe, a row of tiles after the other, because writing C takes more
 * than reading B: 256 x 1024 of depth 10 took 93 us instead of 160, 128 x 128 6.2 instead of 7.2, and 256 x 1024 of depth
 * 64 still 1 % less.
 */
export const SHALLOW_DEPTH: i32 = 64;

/**
 * Whether B, its columns adjacent, is read where it lies. Rows a multiple of 4 KiB apart share one set of the first-level
 * cache, which holds 12 lines (8 in older cores), rows of C among them: more are fetched again for every row of tiles.
 * C of 10 x 1024 with a depth of 256 took 148 us, packed 118. With a single row of tiles nothing is read twice.
 */
export function readsColumns(m: i32, k: i32, bRow: usize): bool {
  if (m <= TILE_ROWS) return true;
  return (bRow & 4095) != 0 && (m < PACK_COLUMNS_FROM || k <= SHALLOW_DEPTH);
}

/** Bytes for packed rows of A: one block at least; all of A where it fits, so that it is packed only once. */
export const ROWS_BYTES: usize = 1 << 20;

/** Bytes for a tile that cannot be written straight to C. */
export const TILE_BYTES: usize = 6 * 8 * 4;

/**
 * Depth of the blocks of k: as few as BLOCK_DEPTH allows, of nearly equal size, since a short last block would spend
 * its time on loading and storing C.
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
