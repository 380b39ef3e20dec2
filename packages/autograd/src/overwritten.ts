import { GradientError, type StorageLike, shapeText, type Tensor, watchReads } from '@regopt/tensor';
import type { BackwardClosure, TapeNode } from './tape-node.ts';

/**
 * True if an input or the output of an op was written after the op ran. The gradient may not need it: see
 * `callChecked`.
 */
export function isOverwritten({ id, inputs, output }: TapeNode): boolean {
  if (output.version > id) return true;
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.storage.version > id) return true;
  return false;
}

/**
 * Calls a closure of a node with overwritten tensors.
 *
 * @throws GradientError when the closure reads one of them.
 */
export function callChecked(node: TapeNode, closure: BackwardClosure, dy: Tensor): Tensor {
  const check = (storage: StorageLike): void => {
    if (storage.version <= node.id) return;
    const at = node.inputs.findIndex((input) => input.storage === storage);
    if (at < 0 && storage !== node.output) return;
    const which = at < 0 ? 'output' : `input ${at} ${shapeText(node.inputs[at]!.shape)}`;
    throw new GradientError(
      `${node.name}: its ${which} was overwritten after it ran, by assign(), an optimizer's step or the ` +
        'like, and its gradient ' +
        'needs the former values. Take gradients before that, or give it a copy.',
    );
  };
  const gradient = watchReads(check, () => closure(dy));
  if (gradient.storage !== dy.storage) check(gradient.storage);
  return gradient;
}

/**
 * Checks that an input still has the values that its op made: otherwise the gradient would flow to that op's
 * inputs, which the values no longer depend on. A view is checked through the tensor that it views.
 *
 * @throws GradientError, in the name of the op that takes the input
 */
export function checkSource(name: string, input: Tensor, at: number): void {
  let node = input.node as TapeNode | undefined;
  const { version } = input.storage;
  while (node !== undefined && version > node.id) {
    const base = node.inputs.find(({ storage }) => storage === node!.output);
    if (base === undefined) {
      throw new GradientError(
        `${name}: input ${at} ${shapeText(input.shape)} was overwritten after ${node.name} made it, ` +
          'which no gradient follows. Make ' +
          'another tensor instead, by where() or concat() for a part.',
      );
    }
    node = base.node as TapeNode | undefined;
  }
}
