import {
  DTypeError,
  type Generator,
  isFloat,
  type Kernel,
  run,
  ShapeError,
  scope,
  shapeText,
  type Tensor,
} from '@regopt/tensor';

/** Fills a tensor in place by a keyed kernel, `kernel [out, key] n, ...numbers`, and returns it. Takes one draw. */
export function fillDrawn(
  initializer: string,
  target: Tensor,
  generator: Generator,
  kernel: Kernel,
  numbers: readonly [number, number],
): Tensor {
  if (!isFloat(target.dtype)) throw new DTypeError(`${initializer}: fills f32 or f64, got ${target.dtype}.`);
  if (!target.contiguous)
    throw new ShapeError(`${initializer}: the target ${shapeText(target.shape)} is a view with holes.`);
  scope(() => run(kernel, [target, generator.draw(target.storage.backend)], [target.size, ...numbers]));
  return target;
}
