import { type Generator, logOfInteger, uniformKernel } from '@regopt/tensor';
import { exponential } from './exponential.ts';

const ln2 = 6.931471805599453e-1;

const resolution = 2 ** 24;

/**
 * A sample of the beta distribution with both parameters `alpha`, from + - * / alone: the same bits in every
 * engine.
 *
 * Up to alpha = 1 by Jöhnk's rejection: u^(1/alpha) / (u^(1/alpha) + v^(1/alpha)) for uniform u, v whose
 * powers add up to at most 1; it accepts at least half of the pairs. Above, by rejection from the uniform
 * distribution: x is accepted with probability (4 x (1 - x))^(alpha - 1), about 0.89 / sqrt(alpha) of all.
 *
 * Source: M. D. Jöhnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", Metrika 8, 1964.
 */
export function betaShare(alpha: number, generator: Generator): number {
  const numbers = new Float64Array(4);
  for (;;) {
    uniformKernel.reference([numbers, Int32Array.from(generator.drawWords())], [numbers.length, 0, 1]);
    // Whole numbers in 1..2^24, so that their logarithms are finite. A draw gives two pairs.
    const [u1, v1, u2, v2] = Array.from(numbers, (number) => number * resolution + 1);
    const sample = alpha <= 1 ? johnk : fromUniform;
    const share = sample(alpha, u1!, v1!) ?? sample(alpha, u2!, v2!);
    if (share !== undefined) return share;
  }
}

function johnk(alpha: number, u: number, v: number): number | undefined {
  const x = (logOfInteger(u) - 24 * ln2) / alpha;
  const y = (logOfInteger(v) - 24 * ln2) / alpha;
  if (exponential(x) + exponential(y) > 1) return undefined;
  // u^(1/alpha) / (u^(1/alpha) + v^(1/alpha)), which does not underflow in this form.
  return x > y ? 1 / (1 + exponential(y - x)) : 1 - 1 / (1 + exponential(x - y));
}

function fromUniform(alpha: number, u: number, v: number): number | undefined {
  if (u === resolution) return undefined;
  const logOf4x1x = logOfInteger(u) + logOfInteger(resolution - u) - 46 * ln2;
  return logOfInteger(v) - 24 * ln2 <= (alpha - 1) * logOf4x1x ? u / resolution : undefined;
}
