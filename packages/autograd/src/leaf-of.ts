import { checkTensor, Tensor } from '@regopt/tensor';

/** A new leaf of the tape over the same memory: gradients stop at it, and nothing is recorded on `x`. */
export function leafOf(x: Tensor): Tensor {
  checkTensor('valueAndGrad', x);
  const leaf = new Tensor(
    x.storage,
    x.shape,
    x.contiguous ? undefined : x.strides,
    x.offset,
    x.dtype,
    x.size,
  );
  // With a node set, requiresGrad does not count as a switch by the user, which compiled steps would check.
  leaf.node = leaf;
  leaf.requiresGrad = true;
  leaf.node = undefined;
  return leaf;
}
