/**
 * The name that a state dict has for a field of a layer's class: snake_case for plain lowerCamelCase, which is letters and
 * digits from a small letter on, with no two capitals in a row, and a capital after a digit only at the start of a word.
 * `runningMean` is `running_mean`, `lnF` is `ln_f`; `LayerNorm`, `Wq`, `conv2D`, `fc1` and `in_proj` stay.
 */
export function snakeCase(field: string): string {
  const plain = /^[a-z][a-zA-Z0-9]*$/.test(field) && !/[A-Z][A-Z]|\d[A-Z](?![a-z])/.test(field);
  return plain ? field.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) : field;
}
