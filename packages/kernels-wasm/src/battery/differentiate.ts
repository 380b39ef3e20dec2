import { backward, parameter } from '@regopt/autograd';
import type { Tensor } from '@regopt/tensor';
import { randomTensor } from './random-tensor.ts';

/** Runs an op on parameters, and then its backward pass from a random gradient of the output. */
export function differentiate(op: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): void {
  const y = op(...inputs.map((input) => parameter(input)));
  backward(y, { gradient: randomTensor(y.shape, 77) });
}
