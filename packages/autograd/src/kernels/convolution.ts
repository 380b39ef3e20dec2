import type { Shape } from '@regopt/tensor';

/**
 * The numbers of a convolution's kernels: x is [N, C, H, W], w [O, C / groups, KH, KW], y [N, O, OH, OW]. The
 * forward kernels have an activation after them.
 */
export type ConvolutionNumbers = readonly [
  batch: number,
  channels: number,
  height: number,
  width: number,
  outputs: number,
  kernelHeight: number,
  kernelWidth: number,
  outHeight: number,
  outWidth: number,
  strideH: number,
  strideW: number,
  padH: number,
  padW: number,
  dilationH: number,
  dilationW: number,
  groups: number,
];

/** Shape of x. */
export function inputShape([batch, channels, height, width]: ConvolutionNumbers): Shape {
  return [batch, channels, height, width];
}

/** Shape of w. */
export function weightShape(numbers: ConvolutionNumbers): Shape {
  const [, channels, , , outputs, kernelHeight, kernelWidth, , , , , , , , , groups] = numbers;
  return [outputs, channels / groups, kernelHeight, kernelWidth];
}

/** Shape of y. */
export function outputShape([batch, , , , outputs, , , outHeight, outWidth]: ConvolutionNumbers): Shape {
  return [batch, outputs, outHeight, outWidth];
}

/**
 * Calls `visit` for every product in a convolution's sums, with the indices of its three factors: y[yAt] is
 * the sum of x[xAt] w[wAt]. The gradients are the same sum with the roles exchanged, so that all three
 * kernels use this loop.
 */
export function walkConvolution(
  numbers: ConvolutionNumbers,
  visit: (yAt: number, xAt: number, wAt: number) => void,
): void {
  const [batch, channels, height, width, outputs, kernelHeight, kernelWidth, outHeight, outWidth, ...rest] =
    numbers;
  const [strideH, strideW, padH, padW, dilationH, dilationW, groups] = rest;
  const channelsOfGroup = channels / groups;
  const outputsOfGroup = outputs / groups;
  let yAt = 0;
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outputs; o++) {
      const firstChannel = n * channels + Math.floor(o / outputsOfGroup) * channelsOfGroup;
      for (let h = 0; h < outHeight; h++) {
        for (let v = 0; v < outWidth; v++, yAt++) {
          let wAt = o * channelsOfGroup * kernelHeight * kernelWidth;
          for (let c = 0; c < channelsOfGroup; c++) {
            for (let i = 0; i < kernelHeight; i++) {
              const row = h * strideH - padH + i * dilationH;
              for (let j = 0; j < kernelWidth; j++, wAt++) {
                const column = v * strideW - padW + j * dilationW;
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                visit(yAt, ((firstChannel + c) * height + row) * width + column, wAt);
              }
            }
          }
        }
      }
    }
  }
}
