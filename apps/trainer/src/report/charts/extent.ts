/** The lowest and highest finite value; 0 and 1 if no value is finite. */
export function extent(values: readonly number[]): readonly [low: number, high: number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  // Math.min(...finite) fails for long runs: a call cannot have that many arguments.
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}
