import { SCRATCH_BYTES } from '../abi';
import { roundUp } from '../product/blocking';
import { Geometry } from './geometry';

/**
 * Max terms of a sum (channels of a group x taps); with more, the blocked product is faster. 9 taps of one
 * channel of 28 x 28 to 32 outputs took 1.3 ms as a product and 0.97 directly; 32 terms 1.1 and 1.9.
 */
const MAX_TERMS: i32 = 16;

/**
 * Max terms for groups with few outputs, whose register tiles have empty rows: 72 terms, 9.0 ms as a product
 * and 7.0 directly.
 */
const MAX_TERMS_OF_FEW: i32 = 128;
const FEW_OUTPUTS: i32 = 8;

/** Number of outputs of a group for which a product is slower at any depth. */
const MIN_OUTPUTS: i32 = 2;

/**
 * A convolution with few terms by plain loops: the planes of a group's channels are copied with a border of
 * zeros, so that every term of four adjacent positions is one load. With stride s each line is stored as s
 * lines of every s-th column, to keep these loads contiguous.
 */
@unmanaged export class Direct {
  /** Input planes: channels per group and per image, size, row and column of the first window. */
  channels: i32;
  allChannels: i32;
  height: i32;
  width: i32;
  offsetH: i32;
  offsetW: i32;
  /** Output planes (for the weights' gradient: the planes of dy): outputs per group and per image, size. */
  outputs: i32;
  allOutputs: i32;
  planeHeight: i32;
  planeWidth: i32;
  strideH: i32;
  strideW: i32;
  /** Elements of each of a line's strideW parts; bytes per line and per channel; lines per channel. */
  part: i32;
  line: usize;
  channel: usize;
  lineCount: i32;
  /**
   * Terms of a sum; addresses of the u32 offset of each term's input, and of the weights, output after
   * output.
   */
  terms: i32;
  offsets: usize;
  weights: usize;
  lines: usize;

  /**
   * True if a convolution of this geometry, or its weights' gradient, should run directly, at any batch size.
   */
  static fits(g: Geometry): bool {
    const channels = g.channels / g.groups, outputs = g.outputs / g.groups;
    const terms = channels * g.kernelHeight * g.kernelWidth;
    if (!pays(outputs, terms)) return false;
    const part = partOf(g.outWidth, g.kernelWidth, g.dilationW, g.strideW);
    const lines = linesOf(g.outHeight, g.kernelHeight, g.dilationH, g.strideH);
    const copied = <u64>lines * channels * part * g.strideW * 4;
    return <u64>terms * (outputs * 16 + 4) + copied + 8192 <= SCRATCH_BYTES;
  }

  /** The same for the gradient of the input, which is a convolution of dy with reversed weights. */
  static fitsTurned(g: Geometry): bool {
    const outputs = g.outputs / g.groups, channels = g.channels / g.groups;
    if (g.strideH != 1 || g.strideW != 1) return false;
    const terms = outputs * g.kernelHeight * g.kernelWidth;
    const part = partOf(g.width, g.kernelWidth, g.dilationW, 1);
    const lines = linesOf(g.height, g.kernelHeight, g.dilationH, 1);
    return pays(channels, terms)
      && <u64>terms * (channels * 16 + 4) + <u64>lines * outputs * part * 4 + 8192 <= SCRATCH_BYTES;
  }

  static create(g: Geometry, area: usize): Direct {
    const d = changetype<Direct>(area + offsetof<Geometry>());
    d.allChannels = g.channels;
    d.height = g.height;
    d.width = g.width;
    d.offsetH = -g.padH;
    d.offsetW = -g.padW;
    d.allOutputs = g.outputs;
    d.planeHeight = g.outHeight;
    d.planeWidth = g.outWidth;
    d.strideH = g.strideH;
    d.strideW = g.strideW;
    d.layOut(g);
    return d;
  }

  static createTurned(g: Geometry, area: usize): Direct {
    const d = changetype<Direct>(area + offsetof<Geometry>());
    d.allChannels = g.outputs;
    d.height = g.outHeight;
    d.width = g.outWidth;
    d.offsetH = g.padH - (g.kernelHeight - 1) * g.dilationH;
    d.offsetW = g.padW - (g.kernelWidth - 1) * g.dilationW;
    d.allOutputs = g.channels;
    d.planeHeight = g.height;
    d.planeWidth = g.width;
    d.strideH = 1;
    d.strideW = 1;
    d.layOut(g);
    return d;
  }

  layOut(g: Geometry): void {
    this.channels = this.allChannels / g.groups;
    this.outputs = this.allOutputs / g.groups;
    this.part = partOf(this.planeWidth, g.kernelWidth, g.dilationW, this.strideW);
    this.lineCount = linesOf(this.planeHeight, g.kernelHeight, g.dilationH, this.strideH);
    this.line = <usize>(this.part * this.strideW) << 2;
    this.channel = this.line * <usize>this.lineCount;
    this.terms = this.channels * g.kernelHeight * g.kernelWidth;
    this.offsets = (changetype<usize>(this) + offsetof<Direct>() + 15) & ~15;
    this.weights = (this.offsets + (<usize>this.terms << 2) + 15) & ~15;
    this.lines = this.weights + (<usize>(this.outputs * this.terms) << 4);
    let at = this.offsets;
    for (let c = 0; c < this.channels; c++) {
      for (let kh = 0; kh < g.kernelHeight; kh++) {
        for (let kw = 0; kw < g.kernelWidth; kw++) {
          const across = kw * g.dilationW;
          const column = (across % this.strideW) * this.part + across / this.strideW;
          store<u32>(
            at, <u32>(<usize>c * this.channel + <usize>(kh * g.dilationH) * this.line + (<usize>column << 2)),
          );
          at += 4;
        }
      }
    }
    memory.fill(this.lines, 0, this.channel * <usize>this.channels);
  }

  /** Copies the planes of one image and group at `from`. Their border is zero and is never written. */
  copyPlanes(from: usize): void {
    const first = max(0, -this.offsetH);
    const last = min(this.lineCount, this.height - this.offsetH);
    let to = this.lines;
    for (let c = this.channels; c > 0; c--) {
      for (let h = first; h < last; h++) {
        const line = from + (<usize>((h + this.offsetH) * this.width) << 2);
        for (let r = 0; r < this.strideW; r++) {
          this.copyLine(to + <usize>h * this.line + (<usize>(r * this.part) << 2), line, r + this.offsetW);
        }
      }
      from += <usize>(this.height * this.width) << 2;
      to += this.channel;
    }
  }

  /** Copies every strideW-th column from `column` on, except those outside the plane. */
  copyLine(to: usize, from: usize, column: i32): void {
    const step = this.strideW;
    const skipped = column < 0 ? (step - 1 - column) / step : 0;
    let p = from + (<usize>(column + skipped * step) << 2);
    let q = to + (<usize>skipped << 2);
    let n = min(this.part - skipped, (this.width - column + step - 1) / step - skipped);
    if (step == 1) {
      for (; n >= 4; n -= 4) {
        v128.store(q, v128.load(p));
        p += 16;
        q += 16;
      }
    }
    const bytes = <usize>step << 2;
    for (; n > 0; n--) {
      store<f32>(q, load<f32>(p));
      p += bytes;
      q += 4;
    }
  }
}

/** True if plain loops are faster than a product with this many rows and this depth. */
function pays(outputs: i32, terms: i32): bool {
  if (terms == 0 || outputs > 1024) return false;
  return outputs <= MIN_OUTPUTS || terms <= (outputs <= FEW_OUTPUTS ? MAX_TERMS_OF_FEW : MAX_TERMS);
}

/** Elements of a line's part: up to the last element that the windows of the last four positions read. */
function partOf(positions: i32, kernel: i32, dilation: i32, stride: i32): i32 {
  return roundUp(positions, 4) + ((kernel - 1) * dilation) / stride + 1;
}

function linesOf(positions: i32, kernel: i32, dilation: i32, stride: i32): i32 {
  return (positions - 1) * stride + (kernel - 1) * dilation + 1;
}
