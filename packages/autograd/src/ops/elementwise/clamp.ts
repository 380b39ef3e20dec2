import {
  checkNumber,
  checkOptions,
  checkTensor,
  isFloat,
  type OptionKinds,
  type Tensor,
  ValueError,
} from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { converted } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';

const clampKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'clamp' }, (x, min, max) =>
  Math.min(Math.max(x, min), max),
);
const clampGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'clampGrad' }, (x, dy, min, max) =>
  (x > min || min === -Infinity) && (x < max || max === Infinity) ? dy : 0,
);

export interface ClampOptions {
  /** Default -Infinity. */
  readonly min?: number | undefined;
  /** Default Infinity. */
  readonly max?: number | undefined;
}

const kinds: OptionKinds<ClampOptions> = { min: 'number', max: 'number' };

/**
 * The value limited to bounds, y = min(max(x, min), max). dy/dx = 1 between the bounds, 0 on and beyond them,
 * as in PyTorch 2.15 (in 1.13 it was 1 on a bound), and 0 at NaN; an infinite bound does not limit. Integers
 * stay integers within whole bounds, and become f32 if a bound is a fraction.
 *
 * @throws ValueError when min > max, a bound is NaN, or all numbers of an integer dtype are beyond a bound.
 * @example
 * ```ts
 * import { clamp } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * clamp(tensor([-2, 0.5, 2]), { min: 0, max: 1 }).toArray(); // 0, 0.5, 1
 * clamp(tensor([1, 4], { dtype: 'i32' }), { min: 2.5 }).toArray(); // 2.5, 4
 * ```
 */
export function clamp(x: Tensor, options: ClampOptions): Tensor {
  checkTensor('clamp', x);
  checkOptions('clamp', options, kinds);
  const { min = -Infinity, max = Infinity } = options;
  if (!(min <= max)) throw new ValueError(`clamp: needs min <= max, got ${min} and ${max}.`);
  if (!isFloat(x.dtype)) {
    if ([min, max].some((bound) => bound % 1)) return clamp(converted(x, 'f32'), options);
    // All numbers of the dtype are beyond a bound that it cannot represent: an error.
    if (min > 0) checkNumber('clamp', min, x.dtype);
    if (max < 0) checkNumber('clamp', max, x.dtype);
  }
  // Bounds rounded to x's dtype, so that a clamped value is equal to its bound.
  const [low, high] = x.dtype === 'f32' ? [Math.fround(min), Math.fround(max)] : [min, max];
  return record(
    'clamp',
    runElementwise(clampKernel, [x], [low, high]),
    [x],
    [(dy) => clampGrad(x, dy, low, high)],
  );
}

/** dx = dy between the bounds, else 0; constant in x except at the kinks. */
function clampGrad(x: Tensor, dy: Tensor, min: number, max: number): Tensor {
  const dx = runElementwise(clampGradKernel, [x, dy], [min, max]);
  return record('clampGrad', dx, [x, dy], [undefined, (g) => clampGrad(x, g, min, max)]);
}
