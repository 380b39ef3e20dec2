/** JSON numbers that JSON does not have, by how they are written. */
const special = new Map([NaN, Infinity, -Infinity, -0].map((value) => [nameOf(value), value]));

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Typed arrays are written as arrays. */
const plain = (value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;

/** JSON for a log, in which NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity". */
export function stringifyNumbers(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : plain(each),
  );
}

/**
 * JSON that `parseExact` reads as the same values: NaN, the infinities and -0 are strings that begin with a
 * NUL, and so is a string that begins with one.
 */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number' && special.has(nameOf(each))) return `\0${nameOf(each)}`;
    return typeof each === 'string' && each.startsWith('\0') ? `\0${each}` : plain(each);
  });
}

/** Reads what `stringifyExact` wrote. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) => {
    if (typeof each !== 'string' || !each.startsWith('\0')) return each;
    return special.get(each.slice(1)) ?? each.slice(1);
  });
}
