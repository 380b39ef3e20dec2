/**
 * Formats a number to at most `digits` significant digits, with a power of ten if it is tiny or huge. Values
 * that are not finite get words, since a diverged run has such losses.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : '\u2212infinite';
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? rounded.toExponential() : String(rounded);
  return text.replaceAll('-', '\u2212').replace('e+', 'e');
}
