import { formatFixed } from './format-fixed.ts';
import { formatNumber } from './format-number.ts';

/** Formats a loss, or a difference of two, to four decimals: the numbers of a column line up. */
export function formatLoss(loss: number): string {
  const size = Math.abs(loss);
  if (!Number.isFinite(loss) || size >= 1000 || (size > 0 && size < 5e-5)) return formatNumber(loss, 3);
  return formatFixed(loss, 4);
}
