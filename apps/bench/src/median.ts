/** The median: the middle value, or the mean of the two middle ones. Throws for an empty list and for NaN. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median: there are no values.');
  if (values.some(Number.isNaN)) throw new Error(`median: a value is NaN: ${values.join(', ')}.`);
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
