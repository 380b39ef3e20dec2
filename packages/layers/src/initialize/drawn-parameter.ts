import { parameter } from '@regopt/autograd';
import { type Generator, type Shape, scope, type Tensor, uniform } from '@regopt/tensor';
import type { FloatDType } from '../layer.ts';

/** A parameter of uniform numbers in +-bound. Consumes one draw; the scope frees its key. */
export function drawnParameter(shape: Shape, bound: number, generator: Generator, dtype: FloatDType): Tensor {
  return scope(() => parameter(uniform(shape, generator, { low: -bound, high: bound, dtype })));
}
