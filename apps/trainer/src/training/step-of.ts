import { compile, keep, scope, type Tensor } from '@regopt/tensor';

/** A step that is taken again and again. What a call gives lives until the next one, or until `dispose`. */
export interface Step<Inputs extends readonly Tensor[]> {
  (...inputs: Inputs): Tensor;
  dispose(): void;
}

/**
 * The function as a step of its own scope.
 *
 * @param compiled whether it is recorded and replayed, or called each time: the bits are the same
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
