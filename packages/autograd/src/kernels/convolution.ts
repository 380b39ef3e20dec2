import { namedNumbers } from './named-numbers.ts';

/** The numbers of a convolution's kernels: x is [N, C, H, W], w [O, C / groups, KH, KW], y [N, O, OH, OW]. */
export const convolutionNumbers = /* @__PURE__ */ namedNumbers([
  'batch',
  'channels',
  'height',
  'width',
  'outputs',
  'kernelHeight',
  'kernelWidth',
  'outHeight',
  'outWidth',
  'strideH',
  'strideW',
  'padH',
  'padW',
  'dilationH',
  'dilationW',
  'groups',
]);

/** The sizes of a convolution. */
export type Convolution = ReturnType<typeof convolutionNumbers.decode>;

/**
 * Calls `visit` for every product in a convolution's sums, with the indices of its three factors: y[yAt] is
 * the sum of x[xAt] w[wAt]. The gradients are the same sum with the roles exchanged, so that all three
 * kernels use this loop.
 */
export function walkConvolution(
  convolution: Convolution,
  visit: (yAt: number, xAt: number, wAt: number) => void,
): void {
  const { batch, channels, height, width, outputs, kernelHeight, kernelWidth, groups } = convolution;
  const { outHeight, outWidth, strideH, strideW, padH, padW, dilationH, dilationW } = convolution;
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
