import { FormatError } from '@regopt/tensor';

/** Throws a FormatError that names the first label outside 0..classes-1 and its index. */
export function refuseLabelOutOfRange(label: string, labels: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    const value = labels[i];
    if (!(Number.isInteger(value) && value! >= 0 && value! < classes)) {
      throw new FormatError(
        `${label}: label ${value} at index ${i} is not a whole number in 0..${classes - 1}.`,
      );
    }
  }
}
