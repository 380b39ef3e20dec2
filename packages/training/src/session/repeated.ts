import { cast, compile, keep, scope, type Tensor } from '@regopt/tensor';

/** A repeated computation. A result lives until the next call or until `dispose`. */
export interface Repeated<Inputs extends readonly Tensor[]> {
  (...inputs: Inputs): Tensor;
  dispose(): void;
}

/** The result of a step may be a tensor of its caller's, or a view of one, which is not to be freed. */
const copyOf = (result: Tensor): Tensor => cast(result, result.dtype);

/**
 * A function to be called again and again, in a scope of its own.
 *
 * @param compiled true to capture and replay it, false to call it each time; the bits are the same
 */
export function repeated<Inputs extends readonly Tensor[]>(
  compiled: boolean,
  step: (...inputs: Inputs) => Tensor,
): Repeated<Inputs> {
  if (compiled) return compile(step);
  let last: Tensor | undefined;
  const call = (...inputs: Inputs): Tensor => {
    last?.dispose();
    last = keep(scope(() => copyOf(step(...inputs))));
    return last;
  };
  return Object.assign(call, { dispose: () => last?.dispose() });
}
