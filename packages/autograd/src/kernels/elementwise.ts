import {
  checkTensor,
  contiguous,
  defineKernel,
  emptyLike,
  type Kernel,
  type KernelName,
  run,
  ShapeError,
  sameShape,
  shapeText,
  type Tensor,
} from '@regopt/tensor';

/**
 * `name [y, x] n, ...constants`: y[i] = f(x[i], ...constants), the kernel of an op on single elements.
 *
 * @param f the formula, on plain numbers
 * @example
 * ```ts
 * import { defineUnaryKernel, runElementwise } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const scaledCubeKernel = defineUnaryKernel('scaledCube', (x, scale) => scale * x * x * x);
 * runElementwise(scaledCubeKernel, [tensor([1, 2])], [10]).toArray(); // 10, 80
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineUnaryKernel(name: KernelName, f: (x: number, a: number, b: number) => number): Kernel {
  return defineKernel(name, ([y, x], [n, a, b]) => {
    for (let i = 0; i < n!; i++) y![i] = f(x![i]!, a!, b!);
  });
}

/**
 * `name [dx, x, dy] n, ...constants`: dx[i] = f(x[i], dy[i], ...constants), where x may also be the op's
 * output.
 *
 * @param f the formula, on plain numbers
 * @example
 * ```ts
 * import { defineGradientKernel, runElementwise } from '@regopt/autograd';
 * import { ones, tensor } from '@regopt/tensor';
 * const cubeGradKernel = defineGradientKernel('cubeGrad', (x, dy) => 3 * x * x * dy);
 * runElementwise(cubeGradKernel, [tensor([1, 2]), ones([2])]).toArray(); // 3, 12
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineGradientKernel(
  name: KernelName,
  f: (x: number, dy: number, a: number, b: number) => number,
): Kernel {
  return defineKernel(name, ([dx, x, dy], [n, a, b]) => {
    for (let i = 0; i < n!; i++) dx![i] = f(x![i]!, dy![i]!, a!, b!);
  });
}

/**
 * Runs an elementwise kernel over tensors of one shape, without broadcasting: a new tensor like the first.
 * Records nothing: see `record`.
 *
 * @throws ShapeError when the shapes differ.
 * @example
 * ```ts
 * import { defineUnaryKernel, runElementwise } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const halfKernel = defineUnaryKernel('half', (x) => x / 2);
 * runElementwise(halfKernel, [tensor([[2], [4]])]).toNested(); // [[1], [2]]
 * ```
 */
export function runElementwise(
  kernel: Kernel,
  inputs: readonly Tensor[],
  constants: readonly number[] = [],
): Tensor {
  const first = inputs[0]!;
  for (const x of inputs) {
    const shape = x?.shape;
    if (shape === undefined) checkTensor(kernel.name, x);
    if (!sameShape(shape, first.shape))
      throw new ShapeError(
        `${kernel.name}: shapes differ: ${shapeText(first.shape)} and ${shapeText(shape)}.`,
      );
  }
  const out = emptyLike(first);
  const tensors = [out];
  for (const x of inputs) tensors.push(contiguous(x));
  run(kernel, tensors, [first.size, ...constants]);
  return out;
}
