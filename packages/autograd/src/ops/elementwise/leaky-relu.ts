import { checkOptions, type OptionKinds, type Tensor } from '@regopt/tensor';
import { checkFinite } from '../../check.ts';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';

const leakyReluKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'leakyRelu' }, (x, slope) =>
  x > 0 ? x : x * slope,
);
const leakyReluGradKernel = /* @__PURE__ */ defineGradientKernel(
  { builtIn: 'leakyReluGrad' },
  (x, dy, slope) => (x > 0 ? dy : dy * slope),
);

export interface LeakyReluOptions {
  /** Slope for x <= 0. Default 0.01. */
  readonly slope?: number | undefined;
}

const kinds: OptionKinds<LeakyReluOptions> = { slope: 'number' };

/**
 * The leaky rectifier, y = x where x > 0, else slope x. dy/dx = 1 where x > 0, else the slope.
 *
 * Source: Maas, Hannun, Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML 2013.
 *
 * @throws DTypeError for integers; ValueError when the slope is not finite in the dtype of x.
 * @example
 * ```ts
 * import { leakyRelu } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * leakyRelu(tensor([2, -4]), { slope: 0.5 }).toArray(); // 2, -2
 * ```
 */
export function leakyRelu(x: Tensor, options: LeakyReluOptions = {}): Tensor {
  checkOptions('leakyRelu', options, kinds);
  const { slope = 0.01 } = options;
  checkFloat('leakyRelu', x);
  checkFinite('leakyRelu', 'the slope', slope, x.dtype);
  return record(
    'leakyRelu',
    runElementwise(leakyReluKernel, [x], [slope]),
    [x],
    [(dy) => leakyReluGrad(x, dy, slope)],
  );
}

/** dx = dy where x > 0, else slope dy; constant in x except at the kink. */
function leakyReluGrad(x: Tensor, dy: Tensor, slope: number): Tensor {
  const dx = runElementwise(leakyReluGradKernel, [x, dy], [slope]);
  return record('leakyReluGrad', dx, [x, dy], [undefined, (g) => leakyReluGrad(x, g, slope)]);
}
