const counts = new Intl.NumberFormat('en-US');

/** Formats a count with separated thousands: `55,000`. */
export function formatCount(count: number): string {
  return counts.format(count);
}
