import { pointerAt, scratch } from '../args';
import { multiply } from '../product/multiply';
import { Direct } from './direct';
import { weightGradDirect } from './direct-weight-grad';
import { Geometry } from './geometry';
import { WeightProduct } from './weight-product';
import { Winograd } from './winograd';
import { finishWeightGrad, sumWeightGrad } from './winograd-weight-grad';

/**
 * [dw, x, dy]: dw[o, c, kh, kw] = sum over n, h, w of
 * dy[n, o, h, w] x[n, c, h * stride - pad + kh * dilation, ...]
 */
export function conv2dWeightGrad_f32(args: usize, thread: i32, threads: i32): void {
  const area = scratch(thread);
  const g = Geometry.read(args, 3, area);
  if (Direct.fits(g)) {
    const d = Direct.create(g, area);
    weightGradDirect(d, pointerAt(args, 1), pointerAt(args, 2), pointerAt(args, 0), g.batch, thread, threads);
    return;
  }
  if (Winograd.fitsWeights(g)) {
    const w = Winograd.create(g, area);
    sumWeightGrad(w, pointerAt(args, 1), pointerAt(args, 2), g.batch, thread, threads);
    return;
  }
  const p = changetype<WeightProduct>(area + offsetof<Geometry>());
  const channels = g.channels / g.groups;
  const outputs = g.outputs / g.groups;
  const columns = channels * g.kernelHeight * g.kernelWidth;
  const plane = g.outHeight * g.outWidth;
  p.prepare();
  p.geometry = g;
  p.cRow = <usize>columns << 2;
  p.x = pointerAt(args, 1);
  p.xEnd = p.x + (<usize>(g.batch * g.channels * g.height * g.width) << 2);
  for (let group = 0; group < g.groups; group++) {
    p.dw = pointerAt(args, 0) + <usize>(group * outputs) * p.cRow;
    p.group = p.x + (<usize>(group * channels * g.height * g.width) << 2);
    p.dy = pointerAt(args, 2) + (<usize>(group * outputs * plane) << 2);
    multiply<WeightProduct>(p, outputs, columns, g.batch * plane, thread, threads);
  }
}

/** Computes dw from the sums of the transformed (Winograd) algorithm, if that was used. */
export function conv2dWeightGradFinish_f32(args: usize, thread: i32, threads: i32): void {
  const g = Geometry.read(args, 3, scratch(thread));
  if (!Direct.fits(g) && Winograd.fitsWeights(g)) finishWeightGrad(g.outputs, g.channels, pointerAt(args, 0));
}
