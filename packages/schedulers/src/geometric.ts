import { power } from './power.ts';

/** rate * gamma^exponent; a rate of 0 stays 0, also where the power overflows. */
export function geometric(rate: number, gamma: number, exponent: number): number {
  return rate === 0 ? 0 : rate * power(gamma, exponent);
}
