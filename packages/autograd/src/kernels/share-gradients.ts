import type { Tensor } from '@regopt/tensor';
import type { BackwardClosure } from '../tape-node.ts';

/**
 * Closures over one kernel that gives several gradients at once: it runs for the first of them that is asked for, and
 * the others take their part of the same run.
 *
 * @param compute all gradients, in the order that the closures are numbered
 * @returns the closure of gradient `index`
 */
export function shareGradients(
  compute: (dy: Tensor) => readonly Tensor[],
): (index: number) => BackwardClosure {
  let run: { dy: Tensor; version: number; parts: (Tensor | undefined)[] } | undefined;
  return (index) => (dy) => {
    // A part is handed out once: its owner may have changed or freed it when the same dy comes again.
    const { version } = dy.storage;
    if (run?.dy !== dy || run.version !== version || run.parts[index] === undefined)
      run = { dy, version, parts: [...compute(dy)] };
    const part = run.parts[index]!;
    run.parts[index] = undefined;
    return part;
  };
}
