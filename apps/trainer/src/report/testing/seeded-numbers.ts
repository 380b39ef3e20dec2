/** Seeded random numbers in 0..1 for sample reports: Lehmer's generator, 48271^n modulo 2^31 - 1. */
export function seededNumbers(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
