const rootPi = Math.sqrt(Math.PI);

/**
 * 2/sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...), all terms of one sign: erf for |x| < 2.5, to about
 * 1e-15 of itself.
 */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / rootPi) * Math.exp(-x * x) * sum;
}

/**
 * 1 - erf x for x >= 0: from 2.5 on Laplace's continued fraction
 * e^(-x^2)/sqrt(pi) / (x + (1/2)/(x + 1/(x + (3/2)/...))).
 */
function erfc(x: number): number {
  if (x < 2.5) return 1 - erfBySeries(x);
  if (x > 40) return 0;
  let rest = 0;
  for (let k = 60; k >= 1; k--) rest = k / 2 / (x + rest);
  return Math.exp(-x * x) / rootPi / (x + rest);
}

function erf(x: number): number {
  if (Math.abs(x) < 2.5) return erfBySeries(x);
  return x > 0 ? 1 - erfc(x) : x < 0 ? erfc(-x) - 1 : Number.NaN;
}

const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const shareBelow = (x: number) => (x < 0 ? erfc(-x * Math.SQRT1_2) / 2 : 1 - erfc(x * Math.SQRT1_2) / 2);

/**
 * The functions that the kernels of one argument approximate, in f64 to at least six digits more than f32,
 * for all of f32; written independently of the reference loops.
 */
export const exactFunctions = {
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  erf,
  sigmoid,
  softplus: (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  elu: (x: number) => (x < 0 ? Math.expm1(x) : x),
  eluGrad: (x: number) => (x <= 0 ? Math.exp(x) : 1),
  silu: (x: number) => (x === Number.NEGATIVE_INFINITY ? Number.NaN : x * sigmoid(x)),
  gelu: (x: number) => (x === Number.NEGATIVE_INFINITY ? Number.NaN : x * shareBelow(x)),
  siluGrad: (x: number) => sigmoid(x) * (1 + x * sigmoid(-x)),
  geluGrad: (x: number) => shareBelow(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
} as const;
