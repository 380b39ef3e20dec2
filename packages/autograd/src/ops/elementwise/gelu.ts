import { checkOptions, type OptionKinds, type Tensor, ValueError } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { erfc } from '../../kernels/erf.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { add } from './add.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { square } from './square.ts';
import { sub } from './sub.ts';
import { tanh } from './tanh.ts';

const inverseSqrt2Pi = 0.3989422804014327;
const sqrt2OverPi = 0.7978845608028654;
const cubic = 0.044715;

const geluKernel = /* @__PURE__ */ defineUnaryKernel(
  { builtIn: 'gelu' },
  (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
);
const geluGradKernel = /* @__PURE__ */ defineGradientKernel(
  { builtIn: 'geluGrad' },
  (x, dy) => dy * (0.5 * erfc(-x * Math.SQRT1_2) + x * inverseSqrt2Pi * Math.exp(-0.5 * x * x)),
);
/**
 * (1 + tanh u) / 2 with u = sqrt(2/pi) (x + 0.044715 x^3), as 1 / (1 + e^(-2u)): keeps the digits of small
 * values.
 */
const half = (x: number): number => 1 / (1 + Math.exp(-2 * sqrt2OverPi * (x + cubic * x * x * x)));

const geluTanhKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'geluTanh' }, (x) => x * half(x));
const geluTanhGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'geluTanhGrad' }, (x, dy) => {
  const s = half(x);
  return dy * (s * (1 + 2 * x * half(-x) * sqrt2OverPi * (1 + 3 * cubic * x * x)));
});

export interface GeluOptions {
  /** `'tanh'`: the paper's approximation. Default `'none'`. */
  readonly approximate?: 'none' | 'tanh' | undefined;
}

const kinds: OptionKinds<GeluOptions> = { approximate: 'string' };

/**
 * The Gaussian error linear unit, y = x P(x) with P the normal distribution function,
 * P(x) = (1 + erf(x / sqrt 2)) / 2. dy/dx = P(x) + x p(x), p the normal density. The approximation is
 * y = x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2.
 *
 * Source: Hendrycks, Gimpel, "Gaussian error linear units (GELUs)", 2016.
 *
 * @throws DTypeError for integers; ValueError for an unknown approximation.
 * @example
 * ```ts
 * import { gelu } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * gelu(tensor([0])).item(); // 0
 * ```
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  checkOptions('gelu', options, kinds);
  const { approximate = 'none' } = options;
  checkFloat('gelu', x);
  if (approximate !== 'none' && approximate !== 'tanh') {
    throw new ValueError(`gelu: approximate is 'none' or 'tanh', got '${approximate}'.`);
  }
  if (approximate === 'tanh')
    return record('gelu', runElementwise(geluTanhKernel, [x]), [x], [(dy) => geluTanhGrad(x, dy)]);
  return record('gelu', runElementwise(geluKernel, [x]), [x], [(dy) => geluGrad(x, dy)]);
}

/** dx = dy (P + x p); its derivative with respect to x is dy p (2 - x^2). */
function geluGrad(x: Tensor, dy: Tensor): Tensor {
  const byX = (g: Tensor): Tensor => {
    const density = mul(exp(mul(square(x), -0.5)), inverseSqrt2Pi);
    return mul(mul(g, dy), mul(density, sub(2, square(x))));
  };
  return record('geluGrad', runElementwise(geluGradKernel, [x, dy]), [x, dy], [byX, (g) => geluGrad(x, g)]);
}

/** With u = sqrt(2/pi) (x + c x^3) and t = tanh u, dx = dy ((1 + t) + x (1 - t^2) u') / 2. */
function geluTanhGrad(x: Tensor, dy: Tensor): Tensor {
  const byX = (g: Tensor): Tensor => {
    const t = tanh(mul(add(x, mul(mul(square(x), x), cubic)), sqrt2OverPi));
    const slope = mul(add(mul(square(x), 3 * cubic), 1), sqrt2OverPi);
    const bend = mul(x, 6 * cubic * sqrt2OverPi);
    const inner = sub(add(mul(slope, 2), mul(x, bend)), mul(mul(mul(x, t), square(slope)), 2));
    return mul(mul(g, dy), mul(mul(sub(1, square(t)), inner), 0.5));
  };
  return record(
    'geluTanhGrad',
    runElementwise(geluTanhGradKernel, [x, dy]),
    [x, dy],
    [byX, (g) => geluTanhGrad(x, g)],
  );
}
