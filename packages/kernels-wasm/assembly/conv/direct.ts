import { SCRATCH_BYTES } from '../abi';
import { roundUp } from '../product/blocking';
import { Geometry } from './geometry';

/**
 * Most terms (channels of a group x taps) of a sum; with more, the blocked product is faster. 9 taps of one channel of
 * 28 x 28 to 32 outputs took 1.3 ms as a product and 0.97 directly; 32 terms 1.1 and 1.9.
 */
const MAX_TERMS: i32 = 16;

/** So many where a group has few outputs, which leave rows of a register tile empty: 72 terms, 9.0 and 7.0 ms. */
const MAX_TERMS_OF_FEW: i32 = 128;
const FEW_OUTPUTS: i32 = 8;

/** Outputs of a group for which a product is slower whatever its depth. */
const MIN_OUTPUTS: i32 = 2;

/**
 * A convolution of few terms by plain loops: the planes of a group's channels are copied with zeros around them, and four
 * positions side by side are then one load for every term. With a stride of s each line is kept as s lines of every s-th
 * column, so that these loads stay whole.
 */
@unmanaged export class Direct {
  /** Of the planes that are read: channels of a group, of an image, size, row and column of the first window. */
  channels: i32;
  allChannels: i32;
  height: i32;
  width: i32;
  offsetH: i32;
  offsetW: i32;
  /** Of the planes that are computed or, for the weights' gradient, given. */
  outputs: i32;
  allOutputs: i32;
  planeHeight: i32;
  planeWidth: i32;
  strideH: i32;
  strideW: i32;
  /** Elements of each of a line's strideW parts; bytes of a line and of a channel; lines of a channel. */
  part: i32;
  line: usize;
  channel: usize;
  lineCount: i32;
  /** Terms of a sum; for each the u32 offset that it reads from, and its weights, output after output. */
  terms: i32;
  offsets: usize;
  weights: usize;
  lines: usize;

  /** Whether a convolution of this geometry, or its weights' gradient, runs so: whatever the batch. */
  static fits(g: Geometry): bool {
    const channels = g.channels / g.groups, outputs = g.outputs / g.groups;
    const terms = channels * g.kernelHeight * g.kernelWidth;
    if (!pays(outputs, terms)) return false;
    const part = partOf(g.outWidth, g.kernelWidth, g.dilationW, g.strideW);
    const lines = linesOf(g.outHeight, g.kernelHeight, g.dilationH, g.strideH);
    return <u64>terms * (outputs * 16 + 4) + <u64>lines * channels * part * g.strideW * 4 + 8192 <= SCRATCH_BYTES;
  }

  /** Whether the gradient towards the input does: as a convolution of dy with turned weights. */
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
          store<u32>(at, <u32>(<usize>c * this.channel + <usize>(kh * g.dilationH) * this.line + (<usize>column << 2)));
          at += 4;
        }
      }
    }
    memory.fill(this.lines, 0, this.channel * <usize>this.channels);
  }

  /** Copies the planes of one image and group from `from` on. What lies around them is zero and stays so. */
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

  /** Every strideW-th column from `column` on, of which those outside of the plane are left out. */
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

/** Whether plain loops are faster than a product of so many rows and such depth. */
function pays(outputs: i32, terms: i32): bool {
  if (terms == 0 || outputs > 1024) return false;
  return outputs <= MIN_OUTPUTS || terms <= (outputs <= FEW_OUTPUTS ? MAX_TERMS_OF_FEW : MAX_TERMS);
}

/** Elements of a line's part: as many as the last window of the last four positions reads. */
function partOf(positions: i32, kernel: i32, dilation: i32, stride: i32): i32 {
  return roundUp(positions, 4) + ((kernel - 1) * dilation) / stride + 1;
}

function linesOf(positions: i32, kernel: i32, dilation: i32, stride: i32): i32 {
  return (positions - 1) * stride + (kernel - 1) * dilation + 1;
}
