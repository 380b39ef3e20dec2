import type { TapeNode } from '@regopt/autograd';
import { bytesPerElement, type Tensor } from '@regopt/tensor';

/** The ops on the tape that lead to these tensors, each once. */
export function opsBehind(outputs: readonly Tensor[]): Set<TapeNode> {
  const found = new Set<TapeNode>();
  const open = [...outputs];
  while (open.length > 0) {
    const node = open.pop()?.node as TapeNode | undefined;
    if (node === undefined || found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return found;
}

/**
 * The multiplications of a matrix product or convolution, each followed by an addition; 0 for any other op. A
 * linear layer is a product with a bias.
 */
export function multiplyAdds({ name, inputs, output }: TapeNode): number {
  const [x, weight] = inputs;
  if (x === undefined || weight === undefined) return 0;
  const outputs = output.byteLength / bytesPerElement[x.dtype];
  if (name === 'linear' || name === 'matmul') return outputs * x.shape.at(-1)!;
  if (name === 'conv2d') return outputs * (weight.size / weight.shape[0]!);
  return 0;
}
