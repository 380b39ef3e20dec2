import { scope, type Tensor } from '@regopt/tensor';
import { captured } from './captured.ts';

/**
 * Returns a function that runs the step repeatedly and returns the first number of its last result. A
 * captured step copies its inputs in each time, like a loader's batch; otherwise each step has its own scope.
 */
export function repeat(
  compiled: boolean,
  inputs: readonly Tensor[],
  step: (...inputs: Tensor[]) => Tensor,
): (times: number) => number {
  if (compiled) {
    const replay = captured(step);
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
