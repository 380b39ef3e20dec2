/**
 * Makes rows orthogonal and of length 1, in place, by Gram-Schmidt: the Q of a QR decomposition whose R has a
 * positive diagonal. Each row is orthogonalized twice, which leaves only rounding errors (Giraud, Langou,
 * Rozloznik, "The loss of orthogonality in the Gram-Schmidt orthogonalization process", 2005).
 */
export function orthonormalRows(rows: readonly Float64Array[]): void {
  rows.forEach((row, at) => {
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < at; before++) {
        const other = rows[before]!;
        const overlap = dot(row, other);
        for (let i = 0; i < row.length; i++) row[i]! -= overlap * other[i]!;
      }
    }
    const length = Math.sqrt(dot(row, row));
    if (length > 0) for (let i = 0; i < row.length; i++) row[i]! /= length;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
