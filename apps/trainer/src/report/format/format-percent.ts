import { formatFixed } from './format-fixed.ts';

/** Formats a share of 0..1, or a difference of two, in percent: `98.42%`. */
export function formatPercent(share: number, decimals = 2): string {
  return `${formatFixed(100 * share, decimals)}%`;
}
