import { compile, keep, scope, type Tensor } from '@regopt/tensor';

/** A repeated computation. Its result lives until the next call or until `dispose`. */
export interface Step<Inputs extends readonly Tensor[]> {
  (...inputs: Inputs): Tensor;
  dispose(): void;
}

/**
 * Wraps a function into a `Step`, which runs in its own scope.
 *
 * @param compiled true to capture and replay the function, false to call it each time; the bits are the same
 */
export function stepOf<Inputs extends readonly Tensor[]>(
  compiled: boolean,
  step: (...inputs: Inputs) => Tensor,
): Step<Inputs> {
  if (compiled) return compile(step);
  let last: Tensor | undefined;
  const take = (...inputs: Inputs): Tensor => {
    last?.dispose();
    last = keep(scope(() => step(...inputs)));
    return last;
  };
  return Object.assign(take, { dispose: () => last?.dispose() });
}
