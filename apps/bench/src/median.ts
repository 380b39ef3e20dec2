/** The middle value; of an even number of values the mean of the two middle ones. Throws for none and for NaN. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median: there are no values.');
  if (values.some(Number.isNaN)) throw new Error(`median: a value is NaN: ${values.join(', ')}.`);
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
