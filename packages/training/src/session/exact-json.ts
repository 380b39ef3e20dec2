const names = ['NaN', 'Infinity', '-Infinity'];

/**
 * JSON in which NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity", and not null. Typed
 * arrays are arrays.
 */
export function stringifyExact(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) return String(each);
    return ArrayBuffer.isView(each) ? Array.from(each as Uint8Array) : each;
  });
}

/** Reads what `stringifyExact` wrote; a text "NaN" is read as the number. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, each: unknown) =>
    typeof each === 'string' && names.includes(each) ? Number(each) : each,
  );
}
