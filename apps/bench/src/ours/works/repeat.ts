import { scope, type Tensor } from '@regopt/tensor';
import { recorded } from './recorded.ts';

/**
 * A function that does the step so often and gives the first number of its last result. Recorded, the inputs are copied
 * in at each step, as a batch of a loader would be; else each step is a scope of its own.
 */
export function repeat(
  compiled: boolean,
  inputs: readonly Tensor[],
  step: (...inputs: Tensor[]) => Tensor,
): (times: number) => number {
  if (compiled) {
    const replay = recorded(step);
    return (times) => {
      for (let i = 1; i < times; i++) replay(...inputs);
      return replay(...inputs).data()[0]!;
    };
  }
  return (times) => {
    for (let i = 1; i < times; i++) scope(() => void step(...inputs));
    return scope(() => step(...inputs).data()[0]!);
  };
}
