import {
  broadcastShapes,
  type DType,
  defineKernel,
  emptyLike,
  type Kernel,
  type KernelName,
  type ReferenceLoop,
  readWalk,
  run,
  sameShape,
  stridedOffsets,
  type Tensor,
  viewBroadcast,
  walkNumbers,
} from '@regopt/tensor';

/**
 * `name [out, a, b] rank, shape..., aStrides..., bStrides...`: out[i] = f(a[i], b[i]) over a broadcast shape;
 * an operand that repeats along an axis has stride 0 there. {@link runBroadcast} passes these numbers.
 *
 * @param f the formula, on plain numbers
 * @param onIntegers the formula for a u8 or i32 result, which is stored modulo 256 or 2^32; needed where f
 *   would round. Default: f
 * @example
 * ```ts
 * import { defineBinaryKernel, runBroadcast } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const hypotKernel = defineBinaryKernel('hypot', (a, b) => Math.hypot(a, b));
 * runBroadcast(hypotKernel, [tensor([3, 5]), tensor([4, 12])], 'f32').toArray(); // 5, 13
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineBinaryKernel(
  name: KernelName,
  f: (a: number, b: number) => number,
  onIntegers: (a: number, b: number) => number = f,
): Kernel {
  const reference: ReferenceLoop = ([out, a, b], numbers) => {
    const apply = out instanceof Int32Array || out instanceof Uint8Array ? onIntegers : f;
    const [shape, aStrides, bStrides] = readWalk<[a: number[], b: number[]]>(numbers);
    const bOffsets = stridedOffsets(shape, bStrides);
    let i = 0;
    for (const at of stridedOffsets(shape, aStrides)) {
      out![i++] = apply(a![at]!, b![bOffsets.next().value!]!);
    }
  };
  return defineKernel(name, reference, { strided: true });
}

/**
 * Runs a broadcasting kernel over its operands' common shape: a new contiguous tensor. Records nothing: see
 * `record`.
 *
 * @param dtype of the result
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * ```ts
 * import { defineBinaryKernel, runBroadcast } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const differKernel = defineBinaryKernel('differ', (a, b) => (a === b ? 0 : 1));
 * runBroadcast(differKernel, [tensor([[1], [2]]), tensor([1, 2])], 'u8').toNested(); // [[0, 1], [1, 0]]
 * ```
 */
export function runBroadcast(kernel: Kernel, operands: readonly Tensor[], dtype: DType): Tensor {
  // Fast path for the common case, one shape without holes: walkNumbers would give the same numbers.
  if (alike(operands)) {
    const out = emptyLike(operands[0]!, operands[0]!.shape, dtype);
    const numbers = [1, out.size];
    for (let i = 0; i < operands.length; i++) numbers.push(1);
    run(kernel, [out, ...operands], numbers);
    return out;
  }
  const shape = broadcastShapes(kernel.name, ...operands.map((x) => x.shape));
  const out = emptyLike(operands[0]!, shape, dtype);
  const strides = operands.map(
    (x) => (x.shape.length === shape.length && x.size === out.size ? x : viewBroadcast(x, shape)).strides,
  );
  run(kernel, [out, ...operands], walkNumbers(shape, strides));
  return out;
}

function alike(operands: readonly Tensor[]): boolean {
  const { shape } = operands[0]!;
  for (const x of operands) if (!x.contiguous || !sameShape(x.shape, shape)) return false;
  return true;
}
