import { FormatError, valueText } from '@regopt/tensor';

/** Throws a FormatError that names the first class without a name of its own. */
export function checkClassNames(operation: string, names: readonly string[]): void {
  if (names.length === 0) throw new FormatError(`${operation}: there are no class names, got [].`);
  const places = new Map<string, number>();
  names.forEach((name, i) => {
    if (typeof name !== 'string' || name === '')
      throw new FormatError(
        `${operation}: class name ${i} is ${name === '' ? 'empty' : `no text: ${valueText(name)}`}.`,
      );
    const first = places.get(name);
    if (first !== undefined)
      throw new FormatError(`${operation}: classes ${first} and ${i} are both named ${name}.`);
    places.set(name, i);
  });
}
