import { contiguous, defineKernel, empty, type Kernel, run, type Tensor } from '@regopt/tensor';

/**
 * `name [y, x] n, ...constants`: y[i] = f(x[i], ...constants), the kernel of an op on single elements.
 *
 * @param f the formula, on plain numbers
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineUnaryKernel(name: string, f: (x: number, a: number, b: number) => number): Kernel {
  return defineKernel(name, ([y, x], [n, a, b]) => {
    for (let i = 0; i < n!; i++) y![i] = f(x![i]!, a!, b!);
  });
}

/** `name [dx, x, dy] n, ...constants`: dx[i] = f(x[i], dy[i], ...constants), where x may also be the op's output. */
/* @__NO_SIDE_EFFECTS__ */
export function defineGradientKernel(
  name: string,
  f: (x: number, dy: number, a: number, b: number) => number,
): Kernel {
  return defineKernel(name, ([dx, x, dy], [n, a, b]) => {
    for (let i = 0; i < n!; i++) dx![i] = f(x![i]!, dy![i]!, a!, b!);
  });
}

/** Runs an elementwise kernel over tensors of one shape, without broadcasting: a new tensor like the first. */
export function runElementwise(
  kernel: Kernel,
  inputs: readonly Tensor[],
  constants: readonly number[] = [],
): Tensor {
  const first = inputs[0]!;
  const out = empty(first.shape, { dtype: first.dtype });
  run(kernel, [out, ...inputs.map(contiguous)], [first.size, ...constants]);
  return out;
}
