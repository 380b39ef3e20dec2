/**
 * Names for the numbers of a family of kernels, in order. `encode` makes the numbers, `decode` reads them. A
 * kernel may have `more` numbers after the named ones.
 */
/* @__NO_SIDE_EFFECTS__ */
export function namedNumbers<const Name extends string>(names: readonly Name[]) {
  return {
    encode: (values: Readonly<Record<Name, number>>, ...more: readonly number[]): number[] => {
      const numbers: number[] = [];
      for (let i = 0; i < names.length; i++) numbers.push(values[names[i]!]);
      for (let i = 0; i < more.length; i++) numbers.push(more[i]!);
      return numbers;
    },
    decode: (numbers: readonly number[]) =>
      Object.fromEntries(names.map((name, i) => [name, numbers[i]])) as Readonly<Record<Name, number>>,
  };
}
