import { ACTIVATION_NONE } from '../abi';
import { pointerAt, scratch } from '../args';
import { multiply } from '../product/multiply';
import { Direct } from './direct';
import { convolveDirect } from './direct-planes';
import { Geometry } from './geometry';
import { PositionProduct } from './position-product';
import { Winograd } from './winograd';
import { convolvePlanes } from './winograd-planes';
import { transformWeights } from './winograd-weights';
import { firstTap, tapCount, tapPeriod } from './taps';

/**
 * [dx, dy, w]: dx[n, c, h, w] = sum over o, kh, kw of
 * w[o, c, kh, kw] dy[n, o, (h + pad - kh * dilation) / stride, ...] where the division has no remainder.
 *
 * Rows of dx with the same remainder modulo the stride use the same taps; restricted to these, they are a
 * convolution of dy with stride 1. The same holds for columns. So dx is computed by strideH * strideW such
 * convolutions, each for its own rows and columns, without products of inserted zeros. Rows and columns that
 * no tap reaches are set to zero.
 */
export function conv2dInputGrad_f32(args: usize, thread: i32, threads: i32): void {
  const area = scratch(thread);
  const g = Geometry.read(args, 3, area);
  if (Direct.fitsTurned(g)) {
    const d = Direct.createTurned(g, area);
    const taps = <usize>(g.kernelHeight * g.kernelWidth) << 2;
    const dy = pointerAt(args, 1), w = pointerAt(args, 2), dx = pointerAt(args, 0);
    const row = <usize>d.outputs * taps;
    convolveDirect(d, dy, w, taps, row, true, dx, g.batch, 0, ACTIVATION_NONE, thread, threads);
    return;
  }
  if (Winograd.fits(g)) {
    const w = Winograd.createTurned(g, area);
    transformWeights(w, pointerAt(args, 2), 36, <usize>(g.channels * 36), true);
    convolvePlanes(w, pointerAt(args, 1), pointerAt(args, 0), g.batch, 0, ACTIVATION_NONE, thread, threads);
    return;
  }
  const p = PositionProduct.create(area + offsetof<Geometry>());
  const windows = p.windows;
  const channels = g.channels / g.groups;
  const taps = g.kernelHeight * g.kernelWidth;
  windows.channels = g.outputs / g.groups;
  windows.height = g.outHeight;
  windows.width = g.outWidth;
  windows.sourceChannel = <usize>(g.outHeight * g.outWidth) << 2;
  windows.sourceImage = windows.sourceChannel * <usize>g.outputs;
  windows.strideH = 1;
  windows.strideW = 1;
  const periodH = tapPeriod(g.strideH, g.dilationH);
  const periodW = tapPeriod(g.strideW, g.dilationW);
  windows.stepH = -(periodH * g.dilationH / g.strideH);
  windows.stepW = -(periodW * g.dilationW / g.strideW);
  p.weightRow = <usize>taps << 2;
  p.weightTapH = <usize>(g.kernelWidth * periodH) << 2;
  p.weightTapW = <usize>periodW << 2;
  p.weightChannel = <usize>(channels * taps) << 2;
  p.cRow = <usize>(g.height * g.width) << 2;
  p.cColumn = <usize>g.strideW << 2;
  p.targetImage = p.cRow * <usize>g.channels;
  p.targetLine = <usize>(g.strideH * g.width) << 2;
  for (let group = 0; group < g.groups; group++) {
    windows.source = pointerAt(args, 1) + <usize>(group * windows.channels) * windows.sourceChannel;
    for (let restH = 0; restH < min(g.strideH, g.height); restH++) {
      const firstH = firstTap(restH + g.padH, g.dilationH, g.strideH);
      windows.tapsH = tapCount(firstH, periodH, g.kernelHeight);
      windows.offsetH = (restH + g.padH - firstH * g.dilationH) / g.strideH;
      windows.planeHeight = (g.height - restH + g.strideH - 1) / g.strideH;
      for (let restW = 0; restW < min(g.strideW, g.width); restW++) {
        const firstW = firstTap(restW + g.padW, g.dilationW, g.strideW);
        windows.tapsW = tapCount(firstW, periodW, g.kernelWidth);
        windows.offsetW = (restW + g.padW - firstW * g.dilationW) / g.strideW;
        windows.planeWidth = (g.width - restW + g.strideW - 1) / g.strideW;
        p.target = pointerAt(args, 0) + <usize>(group * channels) * p.cRow
          + (<usize>(restH * g.width + restW) << 2);
        p.weights = pointerAt(args, 2) + <usize>(group * windows.channels) * p.weightChannel
          + (<usize>(firstH * g.kernelWidth + firstW) << 2);
        const n = g.batch * windows.planeHeight * windows.planeWidth;
        multiply<PositionProduct>(
          p, channels, n, windows.channels * windows.tapsH * windows.tapsW, thread, threads,
        );
      }
    }
  }
}
