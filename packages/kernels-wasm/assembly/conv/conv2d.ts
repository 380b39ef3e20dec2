import { pointerAt, scratch } from '../args';
import { multiply } from '../matmul/multiply';
import { ROW_BIAS } from '../matmul/product';
import { Geometry } from './geometry';
import { PositionProduct } from './position-product';

/** y[n, o, h, w] = bias[o] + sum over c, kh, kw of w[o, c, kh, kw] x[n, c, h * stride - pad + kh * dilation, ...] */
function convolution(args: usize, tensors: i32, thread: i32, threads: i32): void {
  const area = scratch(thread);
  const g = Geometry.read(args, tensors, area);
  const p = changetype<PositionProduct>(area + offsetof<Geometry>());
  const channels = g.channels / g.groups;
  const outputs = g.outputs / g.groups;
  const taps = g.kernelHeight * g.kernelWidth;
  const plane = g.outHeight * g.outWidth;
  p.prepare();
  p.channels = channels;
  p.height = g.height;
  p.width = g.width;
  p.sourceChannel = <usize>(g.height * g.width) << 2;
  p.sourceImage = p.sourceChannel * <usize>g.channels;
  p.strideH = g.strideH;
  p.strideW = g.strideW;
  p.offsetH = -g.padH;
  p.offsetW = -g.padW;
  p.stepH = g.dilationH;
  p.stepW = g.dilationW;
  p.tapsH = g.kernelHeight;
  p.tapsW = g.kernelWidth;
  p.weightRow = <usize>(channels * taps) << 2;
  p.weightTapH = <usize>g.kernelWidth << 2;
  p.weightTapW = 4;
  p.weightChannel = <usize>taps << 2;
  p.planeHeight = g.outHeight;
  p.planeWidth = g.outWidth;
  p.cRow = <usize>plane << 2;
  p.targetImage = p.cRow * <usize>g.outputs;
  p.targetLine = <usize>g.outWidth << 2;
  for (let group = 0; group < g.groups; group++) {
    p.target = pointerAt(args, 0) + <usize>(group * outputs) * p.cRow;
    p.source = pointerAt(args, 1) + <usize>(group * channels) * p.sourceChannel;
    p.weights = pointerAt(args, 2) + <usize>(group * outputs) * p.weightRow;
    if (tensors == 4) {
      p.bias = pointerAt(args, 3) + (<usize>(group * outputs) << 2);
      p.biasKind = ROW_BIAS;
    }
    multiply<PositionProduct>(p, outputs, g.batch * plane, channels * taps, thread, threads);
  }
}

/** [y, x, w] */
export function conv2d_f32(args: usize, thread: i32, threads: i32): void {
  convolution(args, 3, thread, threads);
}

/** [y, x, w, bias] */
export function conv2dBias_f32(args: usize, thread: i32, threads: i32): void {
  convolution(args, 4, thread, threads);
}
