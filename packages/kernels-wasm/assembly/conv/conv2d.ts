import { pointerAt, scratch } from '../args';
import { multiply } from '../product/multiply';
import { ROW_BIAS } from '../product/product';
import { Direct } from './direct';
import { convolveDirect } from './direct-planes';
import { activationAt, Geometry } from './geometry';
import { PositionProduct } from './position-product';
import { Winograd } from './winograd';
import { convolvePlanes } from './winograd-planes';
import { transformWeights } from './winograd-weights';

/**
 * y[n, o, h, w] = activation(bias[o] + sum over c, kh, kw of
 * w[o, c, kh, kw] x[n, c, h * stride - pad + kh * dilation, ...])
 */
function convolution(args: usize, tensors: i32, thread: i32, threads: i32): void {
  const area = scratch(thread);
  const g = Geometry.read(args, tensors, area);
  const activation = activationAt(args, tensors);
  const bias = tensors == 4 ? pointerAt(args, 3) : 0;
  if (Direct.fits(g)) {
    const d = Direct.create(g, area);
    const taps = <usize>(g.kernelHeight * g.kernelWidth) << 2;
    const x = pointerAt(args, 1), w = pointerAt(args, 2), y = pointerAt(args, 0);
    convolveDirect(
      d, x, w, <usize>d.channels * taps, taps, false, y, g.batch, bias, activation, thread, threads,
    );
    return;
  }
  if (Winograd.fits(g)) {
    const w = Winograd.create(g, area);
    transformWeights(w, pointerAt(args, 2), <usize>(g.channels * 36), 36, false);
    convolvePlanes(w, pointerAt(args, 1), pointerAt(args, 0), g.batch, bias, activation, thread, threads);
    return;
  }
  const p = PositionProduct.create(area + offsetof<Geometry>());
  const windows = p.windows;
  const channels = g.channels / g.groups;
  const outputs = g.outputs / g.groups;
  const taps = g.kernelHeight * g.kernelWidth;
  const plane = g.outHeight * g.outWidth;
  windows.channels = channels;
  windows.height = g.height;
  windows.width = g.width;
  windows.sourceChannel = <usize>(g.height * g.width) << 2;
  windows.sourceImage = windows.sourceChannel * <usize>g.channels;
  windows.strideH = g.strideH;
  windows.strideW = g.strideW;
  windows.offsetH = -g.padH;
  windows.offsetW = -g.padW;
  windows.stepH = g.dilationH;
  windows.stepW = g.dilationW;
  windows.tapsH = g.kernelHeight;
  windows.tapsW = g.kernelWidth;
  p.weightRow = <usize>(channels * taps) << 2;
  p.weightTapH = <usize>g.kernelWidth << 2;
  p.weightTapW = 4;
  p.weightChannel = <usize>taps << 2;
  windows.planeHeight = g.outHeight;
  windows.planeWidth = g.outWidth;
  p.cRow = <usize>plane << 2;
  p.targetImage = p.cRow * <usize>g.outputs;
  p.targetLine = <usize>g.outWidth << 2;
  p.activation = activation;
  for (let group = 0; group < g.groups; group++) {
    p.target = pointerAt(args, 0) + <usize>(group * outputs) * p.cRow;
    windows.source = pointerAt(args, 1) + <usize>(group * channels) * windows.sourceChannel;
    p.weights = pointerAt(args, 2) + <usize>(group * outputs) * p.weightRow;
    if (bias) {
      p.bias = bias + (<usize>(group * outputs) << 2);
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
