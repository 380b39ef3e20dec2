/**
 * The name in a state dict of a field of a layer's class: snake_case for plain lowerCamelCase. Plain means:
 * letters and digits, starting with a small letter, no two capitals in a row, and a capital after a digit
 * only at the start of a word. `runningMean` becomes `running_mean`, `lnF` becomes `ln_f`; `LayerNorm`, `Wq`,
 * `conv2D`, `fc1` and `in_proj` do not change.
 */
export function snakeCase(field: string): string {
  const plain = /^[a-z][a-zA-Z0-9]*$/.test(field) && !/[A-Z][A-Z]|\d[A-Z](?![a-z])/.test(field);
  return plain ? field.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) : field;
}
