/** `from` at share 0, `to` at share 1, both exactly: the one-product form `from + share (to - from)` misses `to`. */
export function mix(from: number, to: number, share: number): number {
  return from * (1 - share) + to * share;
}
