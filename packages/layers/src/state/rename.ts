import { ValueError, valueText } from '@regopt/tensor';

/**
 * A function from name to name, or a prefix to strip from the names that begin with it, such as `'module.'`.
 */
export type Rename = ((name: string) => string) | string;

/** The entries under their new names. Throws ValueError if two get the same name. */
export function renamed<Value>(
  operation: string,
  entries: ReadonlyMap<string, Value>,
  rename: Rename | undefined,
): ReadonlyMap<string, Value> {
  if (rename === undefined) return entries;
  const change =
    typeof rename === 'string'
      ? (name: string) => (name.startsWith(rename) ? name.slice(rename.length) : name)
      : rename;
  const found = new Map<string, Value>();
  for (const [from, value] of entries) {
    const name: unknown = change(from);
    if (typeof name !== 'string')
      throw new ValueError(`${operation}: rename gives a string, and gave ${valueText(name)} for "${from}".`);
    if (found.has(name) && found.get(name) !== value)
      throw new ValueError(`${operation}: rename gives the name "${name}" to two tensors; one is "${from}".`);
    found.set(name, value);
  }
  return found;
}
