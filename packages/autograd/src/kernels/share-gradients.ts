import type { Tensor } from '@regopt/tensor';
import type { BackwardClosure } from '../tape-node.ts';

/**
 * Closures of a kernel that computes several gradients at once: it runs when the first of them is requested,
 * and the others return their part of the same run.
 *
 * @param compute all gradients, in the order of the closures' indices
 * @returns the closure of gradient `index`
 */
export function shareGradients(
  compute: (dy: Tensor) => readonly Tensor[],
): (index: number) => BackwardClosure {
  let run: { dy: Tensor; version: number; parts: (Tensor | undefined)[] } | undefined;
  return (index) => (dy) => {
    // A part is returned once: its owner may have changed or freed it when the same dy comes again.
    const { version } = dy.storage;
    if (run?.dy !== dy || run.version !== version || run.parts[index] === undefined)
      run = { dy, version, parts: [...compute(dy)] };
    const part = run.parts[index]!;
    run.parts[index] = undefined;
    return part;
  };
}
