import { checkTensor, Tensor } from '@regopt/tensor';

/** The same memory as a new leaf of the tape: gradients stop at it, and nothing is recorded on the tensor itself. */
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
  // Set beside a node, since a new leaf is no parameter that was thawed: compiled steps would check themselves for it.
  leaf.node = leaf;
  leaf.requiresGrad = true;
  leaf.node = undefined;
  return leaf;
}
