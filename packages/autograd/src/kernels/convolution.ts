import { type OptionKinds, type Shape, ShapeError, shapeText, type Tensor, ValueError } from '@regopt/tensor';
import { type SizePair, sizePair } from '../check.ts';
import { windowGrid } from './sliding-window.ts';

export interface Conv2dOptions {
  /** Step from window to window. Default 1. */
  readonly stride?: SizePair | undefined;
  /** Zeros around the picture, on each side. Default 0. */
  readonly padding?: SizePair | undefined;
  /** Step from element to element within a window. Default 1. */
  readonly dilation?: SizePair | undefined;
  /** Number of groups of channels and outputs; each output sees only the channels of its group. Default 1. */
  readonly groups?: number | undefined;
}

/** The kinds of these options. */
export const convolutionKinds: OptionKinds<Conv2dOptions> = {
  stride: 'number|array',
  padding: 'number|array',
  dilation: 'number|array',
  groups: 'number',
};

/**
 * The numbers of a convolution's kernels; {@link readConvolution} names them. The forward kernels have an
 * activation after them.
 *
 * @throws ShapeError, ValueError: see `conv2d`.
 */
export function convolutionNumbers(x: Tensor, weight: Tensor, options: Conv2dOptions): readonly number[] {
  const { groups = 1 } = options;
  const shapes = `x ${shapeText(x.shape)} and weight ${shapeText(weight.shape)}`;
  if (x.rank !== 4 || weight.rank !== 4)
    throw new ShapeError(`conv2d: needs x [N, C, H, W] and weight [O, C / groups, KH, KW], got ${shapes}.`);
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outputs, channelsOfGroup, kernelHeight, kernelWidth] = weight.shape as [
    number,
    number,
    number,
    number,
  ];
  if (!Number.isSafeInteger(groups) || groups < 1 || channels % groups !== 0 || outputs % groups !== 0) {
    throw new ValueError(
      `conv2d: groups divides the ${channels} channels and the ${outputs} outputs, got ${groups}.`,
    );
  }
  if (channelsOfGroup !== channels / groups) {
    throw new ShapeError(
      `conv2d: channels differ: ${shapes}, which takes ${channelsOfGroup * groups} in ${groups} groups.`,
    );
  }
  if (kernelHeight < 1 || kernelWidth < 1)
    throw new ShapeError(`conv2d: the kernel of weight ${shapeText(weight.shape)} is empty.`);
  const kernelSize = [kernelHeight, kernelWidth] as const;
  const stride = sizePair('conv2d', 'stride', options.stride ?? 1, 1);
  const padding = sizePair('conv2d', 'padding', options.padding ?? 0, 0);
  const dilation = sizePair('conv2d', 'dilation', options.dilation ?? 1, 1);
  const grid = windowGrid('conv2d', [height, width], { kernelSize, stride, padding, dilation });
  const sizes = [batch, channels, height, width, outputs, kernelHeight, kernelWidth];
  return [...sizes, ...grid, ...stride, ...padding, ...dilation, groups];
}

/**
 * A convolution by its numbers: x is [N, C, H, W], w [O, C / groups, KH, KW], y [N, O, OH, OW]. By index,
 * since every op reads a shape here, and destructuring an array takes longer.
 */
export const readConvolution = (numbers: readonly number[]) => ({
  batch: numbers[0]!,
  channels: numbers[1]!,
  height: numbers[2]!,
  width: numbers[3]!,
  outputs: numbers[4]!,
  kernelHeight: numbers[5]!,
  kernelWidth: numbers[6]!,
  outHeight: numbers[7]!,
  outWidth: numbers[8]!,
  strideH: numbers[9]!,
  strideW: numbers[10]!,
  padH: numbers[11]!,
  padW: numbers[12]!,
  dilationH: numbers[13]!,
  dilationW: numbers[14]!,
  groups: numbers[15]!,
});

/** Shape of x. */
export function inputShape(numbers: readonly number[]): Shape {
  const { batch, channels, height, width } = readConvolution(numbers);
  return [batch, channels, height, width];
}

/** Shape of w. */
export function weightShape(numbers: readonly number[]): Shape {
  const { outputs, channels, groups, kernelHeight, kernelWidth } = readConvolution(numbers);
  return [outputs, channels / groups, kernelHeight, kernelWidth];
}

/** Shape of y. */
export function outputShape(numbers: readonly number[]): Shape {
  const { batch, outputs, outHeight, outWidth } = readConvolution(numbers);
  return [batch, outputs, outHeight, outWidth];
}

/**
 * Calls `visit` for every product in a convolution's sums, with the indices of its three factors: y[yAt] is
 * the sum of x[xAt] w[wAt]. The gradients are the same sum with the roles exchanged, so that all three
 * kernels use this loop.
 */
export function walkConvolution(
  numbers: readonly number[],
  visit: (yAt: number, xAt: number, wAt: number) => void,
): void {
  const convolution = readConvolution(numbers);
  const { batch, channels, height, width, outputs, kernelHeight, kernelWidth, outHeight, outWidth } =
    convolution;
  const { strideH, strideW, padH, padW, dilationH, dilationW, groups } = convolution;
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
