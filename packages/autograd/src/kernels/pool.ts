/** The numbers of the pooling kernels. */
export type PoolNumbers = readonly [
  planes: number,
  height: number,
  width: number,
  outHeight: number,
  outWidth: number,
  kernelHeight: number,
  kernelWidth: number,
  strideH: number,
  strideW: number,
  padH: number,
  padW: number,
];

/** A window of a pooling kernel, clipped to the picture: rows top..bottom-1 and columns left..right-1. */
export interface PoolWindow {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Calls `visit` for every window of a pooling kernel, in the order of its outputs.
 *
 * @param visit called with the index of the output, the index of its plane's first element in x, and the
 *   window
 */
export function walkWindows(
  numbers: readonly [...PoolNumbers, ...more: number[]],
  visit: (at: number, planeAt: number, window: PoolWindow) => void,
): void {
  const [planes, height, width, outHeight, outWidth, kernelHeight, kernelWidth, ...rest] = numbers;
  const [strideH, strideW, padH, padW] = rest;
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    const planeAt = plane * height * width;
    for (let h = 0; h < outHeight; h++) {
      const start = h * strideH - padH;
      const top = Math.max(start, 0);
      const bottom = Math.min(start + kernelHeight, height);
      for (let v = 0; v < outWidth; v++, at++) {
        const first = v * strideW - padW;
        const left = Math.max(first, 0);
        visit(at, planeAt, { top, bottom, left, right: Math.min(first + kernelWidth, width) });
      }
    }
  }
}
