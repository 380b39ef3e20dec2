import type { PoolOptions } from '@regopt/autograd';
import { ValueError } from '@regopt/tensor';
import { checkSizePair } from '../check-size-pair.ts';

/** Throws ValueError unless the windows are possible: sizes of 1 or more, and no window that padding alone could fill. */
export function checkPool(layer: string, { kernelSize, stride = 1, padding = 0 }: PoolOptions): void {
  const kernel = checkSizePair(layer, 'kernelSize', kernelSize, 1);
  checkSizePair(layer, 'stride', stride, 1);
  const edge = checkSizePair(layer, 'padding', padding, 0);
  if (edge[0] > kernel[0] / 2 || edge[1] > kernel[1] / 2) {
    throw new ValueError(
      `${layer}: padding is at most half of the kernel ${kernel.join(' x ')}, got ${edge.join(' x ')}.`,
    );
  }
}
