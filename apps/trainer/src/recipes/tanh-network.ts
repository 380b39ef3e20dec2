import { Dropout, type Layer, Linear, Sequential, Tanh } from '@regopt/layers';
import type { Generator } from '@regopt/tensor';

/**
 * Fully connected layers of the given widths, with tanh between them, and dropout if its probability is above
 * 0.
 */
export function tanhNetwork(widths: readonly number[], dropout: number, generator: Generator): Layer {
  const layers: Layer[] = [];
  for (let i = 1; i < widths.length; i++) {
    layers.push(new Linear(widths[i - 1]!, widths[i]!, { generator }));
    if (i === widths.length - 1) break;
    layers.push(new Tanh());
    if (dropout > 0) layers.push(new Dropout(dropout));
  }
  return new Sequential(...layers);
}
