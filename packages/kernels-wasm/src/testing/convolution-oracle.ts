/** Sizes of a 2-D convolution, as in the kernels' numbers. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly outputs: number;
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [height: number, width: number];
  readonly padding: readonly [height: number, width: number];
  readonly dilation: readonly [height: number, width: number];
  readonly groups: number;
}

/** Height and width of the output; below 1 if the kernel is larger than the padded input. */
export function outputSize({ height, width, kernel, stride, padding, dilation }: ConvolutionSizes) {
  const along = (size: number, d: 0 | 1) =>
    Math.floor((size + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1) / stride[d]) + 1;
  return [along(height, 0), along(width, 1)] as const;
}

/** The kernels' numbers; the last is the activation's, which the gradients do not read. */
export function convolutionNumbers(s: ConvolutionSizes, activation = 0): number[] {
  const image = [s.batch, s.channels, s.height, s.width];
  return [
    ...image,
    s.outputs,
    ...s.kernel,
    ...outputSize(s),
    ...s.stride,
    ...s.padding,
    ...s.dilation,
    s.groups,
    activation,
  ];
}

/**
 * Calls `term` for every product of a convolution, with the indices of its factors and sum: in x, w and y.
 */
export function forEachTerm(s: ConvolutionSizes, term: (x: number, w: number, y: number) => void): void {
  const [outHeight, outWidth] = outputSize(s);
  const [kernelHeight, kernelWidth] = s.kernel;
  const channels = s.channels / s.groups;
  const outputs = s.outputs / s.groups;
  for (let n = 0; n < s.batch; n++) {
    for (let o = 0; o < s.outputs; o++) {
      const first = Math.floor(o / outputs) * channels;
      for (let c = 0; c < channels; c++) {
        for (let kh = 0; kh < kernelHeight; kh++) {
          for (let kw = 0; kw < kernelWidth; kw++) {
            const w = ((o * channels + c) * kernelHeight + kh) * kernelWidth + kw;
            for (let oh = 0; oh < outHeight; oh++) {
              const h = oh * s.stride[0] - s.padding[0] + kh * s.dilation[0];
              if (h < 0 || h >= s.height) continue;
              for (let ow = 0; ow < outWidth; ow++) {
                const column = ow * s.stride[1] - s.padding[1] + kw * s.dilation[1];
                if (column < 0 || column >= s.width) continue;
                const x = ((n * s.channels + first + c) * s.height + h) * s.width + column;
                term(x, w, ((n * s.outputs + o) * outHeight + oh) * outWidth + ow);
              }
            }
          }
        }
      }
    }
  }
}

/**
 * Sums of products in f64 (`terms` calls back with the index of a sum and its two factors), and a bound on
 * the error of f32 sums in any order.
 */
export function plainSums(
  size: number,
  left: Float32Array,
  right: Float32Array,
  terms: (add: (sum: number, left: number, right: number) => void) => void,
  start: (sum: number) => number = () => 0,
): { exact: Float64Array; bound: Float64Array } {
  const exact = Float64Array.from({ length: size }, (_, i) => start(i));
  const magnitude = exact.map(Math.abs);
  const count = new Float64Array(size);
  terms((sum, i, j) => {
    exact[sum]! += left[i]! * right[j]!;
    magnitude[sum]! += Math.abs(left[i]! * right[j]!);
    count[sum]!++;
  });
  return { exact, bound: magnitude.map((value, i) => (count[i]! + 2) * 2 ** -24 * value) };
}
