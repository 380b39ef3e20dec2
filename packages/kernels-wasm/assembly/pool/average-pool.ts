import { pointerAt, scratch, shareEnd, shareStart } from '../args';
import { countsPadding, Window, windowAt } from './window';

/** The divisor of a window's sum: the number of all its positions, or of those inside the plane. */
// @ts-ignore: decorator
@inline function divisor(w: Window, rows: i32, columns: i32, countPadding: bool): f32 {
  return <f32>(countPadding ? w.kernelHeight * w.kernelWidth : rows * columns);
}

/** [y, x] planes, H, W, OH, OW, KH, KW, strideH, strideW, padH, padW, countIncludePad: each window's mean */
export function avgPool2d_f32(args: usize, thread: i32, threads: i32): void {
  const w = windowAt(args, 2, scratch(thread));
  const countPadding = countsPadding(args, 2);
  const end = shareEnd(w.planes, 1, thread, threads);
  for (let plane = shareStart(w.planes, 1, thread, threads); plane < end; plane++) {
    let y = pointerAt(args, 0) + ((<usize>plane * w.outHeight * w.outWidth) << 2);
    const x = pointerAt(args, 1) + ((<usize>plane * w.height * w.width) << 2);
    for (let i = 0; i < w.outHeight; i++) {
      const top = i * w.strideHeight - w.padHeight;
      const firstRow = max(top, 0);
      const lastRow = min(top + w.kernelHeight, w.height);
      for (let j = 0; j < w.outWidth; j++) {
        const left = j * w.strideWidth - w.padWidth;
        const firstColumn = max(left, 0);
        const lastColumn = min(left + w.kernelWidth, w.width);
        let sum: f32 = 0;
        for (let row = firstRow; row < lastRow; row++) {
          for (let column = firstColumn; column < lastColumn; column++) {
            sum += load<f32>(x + (<usize>(row * w.width + column) << 2));
          }
        }
        store<f32>(y, sum / divisor(w, lastRow - firstRow, lastColumn - firstColumn, countPadding));
        y += 4;
      }
    }
  }
}

/** [dx, dy] with the same numbers: every position of a window gets its share of the window's dy */
export function avgPool2dGrad_f32(args: usize, thread: i32, threads: i32): void {
  const w = windowAt(args, 2, scratch(thread));
  const countPadding = countsPadding(args, 2);
  const inPlane = (<usize>w.height * w.width) << 2;
  const end = shareEnd(w.planes, 1, thread, threads);
  for (let plane = shareStart(w.planes, 1, thread, threads); plane < end; plane++) {
    const dx = pointerAt(args, 0) + <usize>plane * inPlane;
    let dy = pointerAt(args, 1) + ((<usize>plane * w.outHeight * w.outWidth) << 2);
    memory.fill(dx, 0, inPlane);
    for (let i = 0; i < w.outHeight; i++) {
      const top = i * w.strideHeight - w.padHeight;
      const firstRow = max(top, 0);
      const lastRow = min(top + w.kernelHeight, w.height);
      for (let j = 0; j < w.outWidth; j++) {
        const left = j * w.strideWidth - w.padWidth;
        const firstColumn = max(left, 0);
        const lastColumn = min(left + w.kernelWidth, w.width);
        const part = load<f32>(dy) / divisor(w, lastRow - firstRow, lastColumn - firstColumn, countPadding);
        dy += 4;
        for (let row = firstRow; row < lastRow; row++) {
          for (let column = firstColumn; column < lastColumn; column++) {
            const at = dx + (<usize>(row * w.width + column) << 2);
            store<f32>(at, load<f32>(at) + part);
          }
        }
      }
    }
  }
}
