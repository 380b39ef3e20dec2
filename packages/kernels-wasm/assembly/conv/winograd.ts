import { PARTIALS_BYTES, SCRATCH_BYTES } from '../abi';
import { BLOCK_ROWS, roundUp } from '../product/blocking';
import { MatrixProduct } from '../product/matrix-product';
import { Geometry } from './geometry';

/** Elements of a transformed tile: 4 x 4. */
export const TILE_ELEMENTS: i32 = 16;

/**
 * Min channels on either side for which a transform pays: each transformed element is used in this many
 * products. With 32 and 64 channels at 14 x 14 it takes half the time of the product.
 */
const MIN_CHANNELS: i32 = 16;

/** Max tiles in a block: longer blocks evict each other from the L2 cache. */
const BLOCK_TILES: i32 = 200;

/**
 * Min tiles in a block: with fewer, the edges and overheads of register tiles cost more than the transform
 * saves.
 */
const MIN_BLOCK_TILES: i32 = 32;

/** Bytes at the end of a thread's scratch memory for the products' fields and the edges of their operands. */
const FIELDS_BYTES: usize = 8 << 10;

/**
 * A 3 x 3 convolution of stride 1 by the minimal filtering algorithm F(2 x 2, 3 x 3): the plane is divided
 * into tiles of 2 x 2, each computed from a patch of 4 x 4: y = A^T [(G g G^T) (B^T d B)] A. The middle is a
 * matrix product [outputs, channels] x [channels, tiles] for each of the 16 elements: 16 multiplications
 * instead of the 36 of the direct sum. The gradient of the input is the same with reversed weights; the
 * gradient of the weights is the transposed algorithm, dg = G^T [sum over tiles of (A dy A^T) (B^T d B)] G.
 *
 * Its rounding errors are within the bound of the direct sum. An infinity or NaN spreads over its whole
 * patch, not only over its window.
 *
 * Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
 */
@unmanaged export class Winograd {
  /** Planes that are read in patches: channels, size, row and column of the first patch. */
  channels: i32;
  height: i32;
  width: i32;
  offsetH: i32;
  offsetW: i32;
  /** Planes that are divided into tiles: outputs, size, number of tiles. */
  outputs: i32;
  planeHeight: i32;
  planeWidth: i32;
  tilesH: i32;
  tilesW: i32;
  /** Rows of tiles in a block; row stride in bytes of the matrices [channel, tile] and [output, tile]. */
  blockRows: i32;
  pitch: usize;
  /** The 16 matrices of the patches, tiles and weights, and the distance in bytes from one to the next. */
  patches: usize;
  patchStep: usize;
  tiles: usize;
  tileStep: usize;
  weights: usize;
  weightStep: usize;
  /**
   * Lines of a plane with a border of zeros, for patches and for tiles, and bytes from one to the next; the
   * line before the first is all zeros.
   */
  lines: usize;
  tileLines: usize;
  line: usize;
  product: MatrixProduct;

  /**
   * True if a convolution of this geometry runs by this algorithm; independent of the number of images and
   * threads.
   */
  static fits(g: Geometry): bool {
    return g.kernelHeight == 3 && g.kernelWidth == 3 && g.strideH == 1 && g.strideW == 1 && g.dilationH == 1
      && g.dilationW == 1 && g.padH <= 2 && g.padW <= 2 && g.groups == 1 && g.outWidth >= 7 && g.width >= 7
      && min(g.channels, g.outputs) >= MIN_CHANNELS
      && lineBytes(max(g.outWidth, g.width) / 2 + 2) <= <usize>BLOCK_ROWS * 16
      && tilesThatFit(g) >= MIN_BLOCK_TILES;
  }

  /** The same for the weights' gradient, whose sums must fit into the threads' shared memory. */
  static fitsWeights(g: Geometry): bool {
    return Winograd.fits(g) && <usize>(g.channels * g.outputs) * 64 <= PARTIALS_BYTES && g.batch > 0;
  }

  /** Creates it for the convolution or the gradient of its weights; `area` starts with the geometry. */
  static create(g: Geometry, area: usize): Winograd {
    const w = changetype<Winograd>(area + offsetof<Geometry>());
    w.channels = g.channels;
    w.height = g.height;
    w.width = g.width;
    w.offsetH = -g.padH;
    w.offsetW = -g.padW;
    w.outputs = g.outputs;
    w.planeHeight = g.outHeight;
    w.planeWidth = g.outWidth;
    w.layOut(area + FIELDS_BYTES, g);
    return w;
  }

  /** Creates it for the gradient of the input: dy is read in patches, dx is divided into tiles. */
  static createTurned(g: Geometry, area: usize): Winograd {
    const w = changetype<Winograd>(area + offsetof<Geometry>());
    w.channels = g.outputs;
    w.height = g.outHeight;
    w.width = g.outWidth;
    w.offsetH = g.padH - 2;
    w.offsetW = g.padW - 2;
    w.outputs = g.channels;
    w.planeHeight = g.height;
    w.planeWidth = g.width;
    w.layOut(area + FIELDS_BYTES, g);
    return w;
  }

  /** Lays out the memory from `area` on. The sizes of planes, channels and outputs must be set. */
  layOut(area: usize, g: Geometry): void {
    this.tilesH = (this.planeHeight + 1) >> 1;
    this.tilesW = (this.planeWidth + 1) >> 1;
    this.blockRows = max(1, min(BLOCK_TILES, tilesThatFit(g)) / this.tilesW);
    const tiles = <usize>(this.blockRows * this.tilesW);
    this.pitch = tiles << 2;
    // One more cache line, so that the 16 matrices do not share the same sets of the L1 cache.
    this.patchStep = <usize>this.channels * this.pitch + 64;
    this.tileStep = <usize>this.outputs * this.pitch + 64;
    this.weightStep = (<usize>(this.channels * this.outputs) << 2) + 64;
    this.line = lineBytes(this.tilesW);
    const p = changetype<MatrixProduct>(area);
    this.product = p;
    this.patches = area + FIELDS_BYTES;
    this.tiles = this.patches + this.patchStep * TILE_ELEMENTS;
    this.weights = this.tiles + this.tileStep * TILE_ELEMENTS;
    this.lines = this.weights + this.weightStep * TILE_ELEMENTS + this.line;
    this.tileLines = this.lines + this.line * <usize>(2 * this.blockRows + 2);
    p.prepare();
    p.rowsArea = this.tileLines + this.line * <usize>(2 * this.blockRows);
    p.columnsArea = p.rowsArea
      + <usize>roundUp(this.outputs, 6) * max(<usize>this.channels << 2, this.pitch);
    memory.fill(this.lines - this.line, 0, p.rowsArea - this.lines + this.line);
  }
}

/**
 * Bytes of a line with its border of zeros, for the patches of this many tiles; up to four patches may be
 * read past the end.
 */
function lineBytes(tilesW: i32): usize {
  return <usize>(roundUp(2 * tilesW + 2, 4) + 8) << 2;
}

/** Number of tiles whose matrices fit into a thread's scratch memory beside everything else. */
function tilesThatFit(g: Geometry): i32 {
  const outputs = <usize>roundUp(max(g.outputs, g.channels), 8);
  const channels = <usize>roundUp(min(g.outputs, g.channels), 8);
  const widest = max(g.outWidth, g.width) / 2 + 2;
  const tilesW = <usize>widest;
  const fields: usize = 2 * FIELDS_BYTES + 64 * 48;
  const fixed = fields + outputs * channels * 64 + outputs * outputs * 4 + lineBytes(widest) * 8;
  if (fixed > SCRATCH_BYTES) return 0;
  // Per tile: 16 matrices of patches and of tiles, packed rows or columns of one, four lines per row of
  // tiles.
  const each = (outputs + channels) * 64 + outputs * 8 + lineBytes(widest) * 4 / tilesW;
  const fit = <i32>((SCRATCH_BYTES - fixed) / each);
  return fit < widest ? 0 : fit;
}
