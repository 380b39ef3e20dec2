import { keep, scope, type Tensor } from '@regopt/tensor';

/** A step that is taken again and again. What a call gives lives until the next one, or until `dispose`. */
export interface Step<Inputs extends Tensor[]> {
  (...inputs: Inputs): Tensor;
  dispose(): void;
}

/** The function as a step of its own scope. */
export function stepOf<Inputs extends Tensor[]>(step: (...inputs: Inputs) => Tensor): Step<Inputs> {
  let last: Tensor | undefined;
  const take = (...inputs: Inputs): Tensor => {
    last?.dispose();
    last = keep(scope(() => step(...inputs)));
    return last;
  };
  return Object.assign(take, { dispose: () => last?.dispose() });
}
