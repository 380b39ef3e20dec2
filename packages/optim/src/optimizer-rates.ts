import { ValueError } from '@regopt/tensor';

/** A group's own rate, as it was last set. */
export interface GroupRate {
  readonly own: number;
  /** The optimizer's rate at that time: it keeps its ratio to it. Null: `own` stays until it is set again. */
  readonly base: number | null;
}

/** The learning rates of an optimizer, and what later changes of the base rate make of them; plain JSON. */
export interface OptimizerRates {
  /** The base rate. */
  readonly learningRate: number;
  /** For each group its own rate; null if it has the base rate. */
  readonly groups: readonly (GroupRate | null)[];
}

/** A group's rate at the base rate `learningRate`; NaN or Infinity if it has no ratio to it. */
export function rateAt(learningRate: number, rate: GroupRate | null): number {
  if (rate === null) return learningRate;
  const { own, base } = rate;
  // Not scaled by a quotient where it can be copied, so that not even the last digit differs.
  if (own === 0 || base === null || base === learningRate) return own;
  return own === base ? learningRate : own * (learningRate / base);
}

/** Throws ValueError unless an optimizer with `count` groups may have these rates. */
export function checkRates(rule: string, rates: OptimizerRates, count: number): void {
  const isRate = (value: unknown): value is number =>
    typeof value === 'number' && value >= 0 && value < Infinity;
  const fits =
    isRate(rates?.learningRate) &&
    Array.isArray(rates.groups) &&
    rates.groups.length === count &&
    rates.groups.every(
      (rate) =>
        rate === null ||
        (isRate(rate?.own) && isRate(rate.base ?? 0) && isRate(rateAt(rates.learningRate, rate))),
    );
  if (fits) return;
  throw new ValueError(
    `${rule}: loadRates: rates are what rates() gives, with finite numbers >= 0 and ${count} groups; ` +
      `got ${JSON.stringify(rates)}.`,
  );
}
