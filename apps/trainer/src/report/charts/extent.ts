/** The lowest and highest finite value; 0 and 1 where there is none. */
export function extent(values: readonly number[]): readonly [low: number, high: number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  // Not Math.min(...finite): a run has more steps than a call may have arguments.
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}
