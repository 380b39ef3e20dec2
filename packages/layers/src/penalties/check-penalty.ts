import { type Tensor, ValueError, valueText } from '@regopt/tensor';

/** The parameters as a list, once they and the strengths are found to be right. */
export function checkPenalty(
  penalty: string,
  parameters: Iterable<Tensor>,
  strengths: Readonly<Record<string, number>>,
): [Tensor, ...Tensor[]] {
  for (const [name, strength] of Object.entries(strengths)) {
    if (!(Number.isFinite(strength) && strength >= 0))
      throw new ValueError(`${penalty}: ${name} is a finite number >= 0, got ${valueText(strength)}.`);
  }
  const [first, ...others] = parameters;
  if (first === undefined) throw new ValueError(`${penalty}: no parameters were given.`);
  return [first, ...others];
}
