import { isTensor, type Tensor, ValueError, valueText } from '@regopt/tensor';

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
  const given: unknown = parameters;
  const tensors: unknown[] = Symbol.iterator in Object(given) ? [...parameters] : [given];
  if (!tensors.every(isTensor))
    throw new ValueError(
      `${penalty}: takes tensors, as parameters(model) gives them, got ${valueText(given)}.`,
    );
  const [first, ...others] = tensors;
  if (first === undefined) throw new ValueError(`${penalty}: no parameters were given.`);
  return [first, ...others];
}
