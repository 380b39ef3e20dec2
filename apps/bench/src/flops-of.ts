import type { LayerSpec, TrainWork, Work } from './work.ts';

/** A multiplication and an addition for each element of a product's volume. */
const flopsOfProduct = (...sizes: readonly number[]) => 2 * sizes.reduce((a, b) => a * b, 1);

/**
 * Floating-point operations of a work's products; other operations count as 0. Throws for a work without
 * products.
 */
export function flopsOf(work: Work): number {
  switch (work.kind) {
    case 'matmul':
      return flopsOfProduct(work.m, work.k, work.n);
    case 'convolution': {
      const { batch, inputs, outputs, size, side } = work;
      return flopsOfProduct(batch, inputs, outputs, size, size, side, side);
    }
    case 'train':
      return flopsOfStep(work);
    default:
      throw new Error(`internal: the operations of ${work.kind} are not counted.`);
  }
}

/**
 * Counts each product three times, one forward and two backward, without the gradient of the network's input.
 */
function flopsOfStep({ layers, batch, input }: TrainWork): number {
  let side = input.at(-1)!;
  let flops = 0;
  let first = true;
  for (const layer of layers) {
    if (layer[0] === 'maxPool2d') side /= layer[1];
    const forward = flopsOfLayer(layer, batch, side);
    if (forward === 0) continue;
    flops += (first ? 2 : 3) * forward;
    first = false;
  }
  return flops;
}

function flopsOfLayer(layer: LayerSpec, batch: number, side: number): number {
  if (layer[0] === 'linear') return flopsOfProduct(batch, layer[1], layer[2]);
  if (layer[0] === 'conv2d') return flopsOfProduct(batch, layer[1], layer[2], layer[3], layer[3], side, side);
  return 0;
}
