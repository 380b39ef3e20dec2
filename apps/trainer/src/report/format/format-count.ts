const counts = new Intl.NumberFormat('en-US');

/** A number of things, with its thousands apart: `55,000`. */
export function formatCount(count: number): string {
  return counts.format(count);
}
