/**
 * The place of the least slope: of the line of least squares through a value and `reach` values at either
 * side of it, sum_j j v_(i + j) / sum_j j^2. Undefined if no slope is negative, or there are too few values.
 */
export function steepestFall(values: readonly number[], reach: number): number | undefined {
  let [place, least]: [number | undefined, number] = [undefined, 0];
  for (let i = reach; i + reach < values.length; i++) {
    // The divisor is the same everywhere.
    let slope = 0;
    for (let j = 1; j <= reach; j++) slope += j * (values[i + j]! - values[i - j]!);
    if (slope < least) [place, least] = [i, slope];
  }
  return place;
}
