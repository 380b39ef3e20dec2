import * as v from 'valibot';
import { andText, knownOptions, mustBeOneOf, shortText } from './option-kinds.ts';

/**
 * The schema of `{ name, ...options }`: the name of a row of a table, and that row's options.
 *
 * @param optionsOf the options of a row
 */
export function choiceSchema<Name extends string, Options extends v.ObjectEntries>(
  names: readonly Name[],
  optionsOf: (name: Name) => Options,
) {
  const rows = new Map<string, v.ObjectEntries>(names.map((name) => [name, optionsOf(name)]));
  const schemas = names.map((name) =>
    v.strictObject({ name: v.literal(name), ...optionsOf(name) }, ({ input }) =>
      notOptionOf(name, String(input), rows),
    ),
  );
  return v.variant('name', schemas, ({ expected, input }) =>
    expected === 'Object'
      ? ` must be an object such as { name: ${names[0]} }, got ${shortText(input)}`
      : mustBeOneOf(input, names),
  );
}

/** The end of a sentence about an option that belongs to other rows, or is misspelt. */
function notOptionOf(row: string, option: string, rows: ReadonlyMap<string, v.ObjectEntries>): string {
  const others = [...rows.keys()].filter((other) => Object.hasOwn(rows.get(other)!, option));
  if (others.length > 0) return ` is an option of ${andText(others)}, not of ${row}`;
  return ` is no option of ${row}${knownOptions(option, Object.keys(rows.get(row)!))}`;
}
