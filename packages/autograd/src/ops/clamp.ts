import { type Tensor, ValueError } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../kernels/elementwise.ts';
import { record } from '../tape.ts';

const clampKernel = /* @__PURE__ */ defineUnaryKernel('clamp', (x, min, max) =>
  Math.min(Math.max(x, min), max),
);
const clampGradKernel = /* @__PURE__ */ defineGradientKernel('clampGrad', (x, dy, min, max) =>
  x >= min && x <= max ? dy : 0,
);

export interface ClampOptions {
  /** Default -Infinity. */
  readonly min?: number;
  /** Default Infinity. */
  readonly max?: number;
}

/**
 * The value held within bounds, y = min(max(x, min), max). dy/dx = 1 within the bounds, both included, else 0.
 *
 * @throws ValueError when min > max or a bound is NaN.
 * @example
 * ```ts
 * import { clamp } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * clamp(tensor([-2, 0.5, 2]), { min: 0, max: 1 }).toArray(); // 0, 0.5, 1
 * ```
 */
export function clamp(x: Tensor, options: ClampOptions): Tensor {
  const { min = -Infinity, max = Infinity } = options;
  if (!(min <= max)) throw new ValueError(`clamp: needs min <= max, got ${min} and ${max}.`);
  return record(
    'clamp',
    runElementwise(clampKernel, [x], [min, max]),
    [x],
    [(dy) => clampGrad(x, dy, min, max)],
  );
}

/** dx = dy within the bounds, else 0; constant in x but for the kinks. */
function clampGrad(x: Tensor, dy: Tensor, min: number, max: number): Tensor {
  const dx = runElementwise(clampGradKernel, [x, dy], [min, max]);
  return record('clampGrad', dx, [x, dy], [undefined, (g) => clampGrad(x, g, min, max)]);
}
