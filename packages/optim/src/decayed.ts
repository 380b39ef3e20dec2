/** g + lambda p; g alone where lambda is 0, which times an infinite parameter would be NaN. */
export function decayed(gradient: number, weightDecay: number, parameter: number): number {
  return weightDecay === 0 ? gradient : gradient + weightDecay * parameter;
}
