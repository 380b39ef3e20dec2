import { contiguous, markWritten, run, type Tensor } from '@regopt/tensor';
import type { ParameterState } from './parameter-state.ts';

/**
 * Max number of tensors in one command: the limit of the WASM back end, `maxTensors` in kernels-wasm's
 * `src/runtime/argument-block.ts`, whose test compares the two.
 */
const maxTensors = 2048;

/**
 * Updates parameters by their gradients: one command for consecutive parameters with the same kernel and
 * dtype. Gradients with holes are copied first.
 */
export function updateParameters(states: readonly ParameterState[], gradients: readonly Tensor[]): void {
  for (let start = 0, end = 0; start < states.length; start = end) {
    const { kernel, parameter, tensorCount } = states[start]!;
    const tensors: Tensor[] = [];
    const numbers = [0];
    for (; end < states.length && tensors.length + tensorCount <= maxTensors; end++) {
      const state = states[end]!;
      if (state.kernel !== kernel || state.parameter.dtype !== parameter.dtype) break;
      tensors.push(state.parameter, ...state.slots(), contiguous(gradients[end]!), state.hyper);
      numbers.push(state.parameter.size);
    }
    numbers[0] = end - start;
    run(kernel, tensors, numbers);
    // The slots need no mark: nothing else reads them.
    for (let i = start; i < end; i++) markWritten(states[i]!.parameter);
  }
}
