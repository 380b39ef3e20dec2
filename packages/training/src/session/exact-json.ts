const names = ['NaN', 'Infinity', '-Infinity'];

/** JSON in which NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity", and not null. */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  );
}

/** Reads what `stringifyExact` wrote; a text "NaN" is read as the number. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) =>
    typeof each === 'string' && names.includes(each) ? Number(each) : each,
  );
}
