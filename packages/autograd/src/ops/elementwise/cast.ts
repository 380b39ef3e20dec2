import {
  type CastOptions,
  checkOptions,
  checkTensor,
  type DType,
  isFloat,
  type Tensor,
  cast as withoutGradient,
} from '@regopt/tensor';
import { converted } from '../../kernels/operands.ts';

/**
 * The values as another dtype, like `cast` of `@regopt/tensor`, with a gradient between f32 and f64: dx is dy
 * in the dtype of x. Integers have none.
 *
 * @returns `x` itself if it already has that float dtype
 * @throws DTypeError for an unknown dtype; ValueError for a value that an integer dtype cannot represent,
 *   unless `rounding` says how.
 * @example
 * ```ts
 * import { backward, cast, mul, parameter, sum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const w = parameter(tensor([1, 2]));
 * const loss = sum(mul(cast(w, 'f64'), tensor([3, 4], { dtype: 'f64' })));
 * backward(loss).get(w)?.toArray(); // 3, 4
 * ```
 */
export function cast(x: Tensor, dtype: DType, options: CastOptions = {}): Tensor {
  checkOptions('cast', options, { rounding: 'string' });
  checkTensor('cast', x);
  const floats = isFloat(x.dtype) && isFloat(dtype);
  return floats ? converted(x, dtype) : withoutGradient(x, dtype, options);
}
