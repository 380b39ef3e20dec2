import { PARTIALS_BYTES, SCRATCH_BYTES } from '../abi';
import { BLOCK_ROWS, roundUp } from '../product/blocking';
import { MatrixProduct } from '../product/matrix-product';
import { Geometry } from './geometry';

/** Elements of a transformed tile: 4 x 4. */
export const TILE_ELEMENTS: i32 = 16;

/**
 * Channels on either side from which on a transform pays: each element that is transformed takes part in that many
 * products. With 32 and 64 channels at 14 x 14 it takes half the time of the product.
 */
const MIN_CHANNELS: i32 = 16;

/** Tiles in a block at best: longer ones push each other out of the second-level cache. */
const BLOCK_TILES: i32 = 200;

/** With fewer tiles in a block the register tiles' edges and overheads take what the transform saves. */
const MIN_BLOCK_TILES: i32 = 32;

/** Memory at the end of a thread's scratch that the products use for the edges of their operands, and their fields. */
const FIELDS_BYTES: usize = 8 << 10;

/**
 * A 3 x 3 convolution of stride 1 by the minimal filtering algorithm F(2 x 2, 3 x 3): the plane is cut into tiles of
 * 2 x 2, each read through a patch of 4 x 4, y = A^T [(G g G^T) (B^T d B)] A. The middle is a product of matrices,
 * [outputs, channels] x [channels, tiles], for each of the 16 elements: 16 multiplications where the direct sum has 36.
 * The gradient towards the input is the same with turned weights; that of the weights is the transpose of the algorithm,
 * dg = G^T [sum over tiles of (A dy A^T) (B^T d B)] G.
 *
 * Its rounding errors lie within the bound of the direct sum. An infinity or NaN spreads over its patch, not its window
 * alone.
 *
 * Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
 */
@unmanaged export class Winograd {
  /** Of the planes that are read in patches: their channels, size, and the row and column of the first patch. */
  channels: i32;
  height: i32;
  width: i32;
  offsetH: i32;
  offsetW: i32;
  /** Of the planes that are cut into tiles. */
  outputs: i32;
  planeHeight: i32;
  planeWidth: i32;
  tilesH: i32;
  tilesW: i32;
  /** Rows of tiles in a block, and bytes of a row of the matrices [channel, tile] and [output, tile]. */
  blockRows: i32;
  pitch: usize;
  /** The 16 matrices of the patches, of the tiles, of the weights, each so many bytes from the next. */
  patches: usize;
  patchStep: usize;
  tiles: usize;
  tileStep: usize;
  weights: usize;
  weightStep: usize;
  /**
   * Lines of a plane with zeros around them, for patches and for tiles, and bytes from one to the next; the line before the
   * first is all zeros.
   */
  lines: usize;
  tileLines: usize;
  line: usize;
  product: MatrixProduct;

  /** Whether a convolution of this geometry runs so; it does not depend on the number of images or threads. */
  static fits(g: Geometry): bool {
    return g.kernelHeight == 3 && g.kernelWidth == 3 && g.strideH == 1 && g.strideW == 1 && g.dilationH == 1
      && g.dilationW == 1 && g.padH <= 2 && g.padW <= 2 && g.groups == 1 && g.outWidth >= 7 && g.width >= 7
      && min(g.channels, g.outputs) >= MIN_CHANNELS
      && lineBytes(max(g.outWidth, g.width) / 2 + 2) <= <usize>BLOCK_ROWS * 16
      && tilesThatFit(g) >= MIN_BLOCK_TILES;
  }

  /** Whether the weights' gradient does: its sums lie in the memory that threads share. */
  static fitsWeights(g: Geometry): bool {
    return Winograd.fits(g) && <usize>(g.channels * g.outputs) * 64 <= PARTIALS_BYTES && g.batch > 0;
  }

  /** For the convolution itself and the gradient of its weights; `area` starts with the geometry. */
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

  /** For the gradient towards the input: dy is read in patches, dx cut into tiles. */
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

  /** Lays out the memory from `area` on; sizes of planes, channels and outputs are known. */
  layOut(area: usize, g: Geometry): void {
    this.tilesH = (this.planeHeight + 1) >> 1;
    this.tilesW = (this.planeWidth + 1) >> 1;
    this.blockRows = max(1, min(BLOCK_TILES, tilesThatFit(g)) / this.tilesW);
    const tiles = <usize>(this.blockRows * this.tilesW);
    this.pitch = tiles << 2;
    // One cache line more, so that the 16 matrices do not fall on the same lines of the first-level cache.
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
    p.columnsArea = p.rowsArea + (<usize>roundUp(this.outputs, 6) * max(<usize>this.channels << 2, this.pitch));
    memory.fill(this.lines - this.line, 0, p.rowsArea - this.lines + this.line);
  }
}

/** Bytes of a line with zeros around it, for patches of so many tiles, of which the last four may be read too far. */
function lineBytes(tilesW: i32): usize {
  return <usize>(roundUp(2 * tilesW + 2, 4) + 8) << 2;
}

/** How many tiles' matrices the scratch memory of a thread holds besides all else. */
function tilesThatFit(g: Geometry): i32 {
  const outputs = <usize>roundUp(max(g.outputs, g.channels), 8);
  const channels = <usize>roundUp(min(g.outputs, g.channels), 8);
  const widest = max(g.outWidth, g.width) / 2 + 2;
  const tilesW = <usize>widest;
  const fixed: usize = 2 * FIELDS_BYTES + 64 * 48 + outputs * channels * 64 + outputs * outputs * 4 + lineBytes(widest) * 8;
  if (fixed > SCRATCH_BYTES) return 0;
  // 16 matrices of patches and of tiles, packed rows or columns of one, four lines for each row of tiles.
  const each = (outputs + channels) * 64 + outputs * 8 + lineBytes(widest) * 4 / tilesW;
  const fit = <i32>((SCRATCH_BYTES - fixed) / each);
  return fit < widest ? 0 : fit;
}
