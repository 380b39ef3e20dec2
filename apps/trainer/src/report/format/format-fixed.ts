/** Formats a number with a fixed count of decimals, a true minus sign, and no minus before a zero. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
}
