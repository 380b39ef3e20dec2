import { contiguous, defineKernel, emptyLike, run, sizeOf, type Tensor } from '@regopt/tensor';

/** `sumChannels [out, x] N, C, S, divisor`: out[c] = sum over n, s of x[n, c, s] / divisor. */
const sumChannelsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'sumChannels' },
  ([out, x], [batch, channels, inner, divisor]) => {
    for (let c = 0; c < channels!; c++) {
      let total = 0;
      for (let n = 0; n < batch!; n++) {
        const first = (n * channels! + c) * inner!;
        for (let at = first; at < first + inner!; at++) total += x![at]!;
      }
      out![c] = total / divisor!;
    }
  },
);

/**
 * The sum over all axes but the second, divided; the axes keep length 1. One kernel, for the gradient of a
 * bias of channels. Records nothing.
 */
export function sumChannels(x: Tensor, divisor = 1): Tensor {
  const [batch, channels, ...inner] = x.shape as [number, number, ...number[]];
  const out = emptyLike(x, [1, channels, ...inner.map(() => 1)]);
  run(sumChannelsKernel, [out, contiguous(x)], [batch, channels, sizeOf(inner), divisor]);
  return out;
}
