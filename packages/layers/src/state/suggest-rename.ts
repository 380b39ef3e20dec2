/**
 * The option `rename` that makes a state's names fit, if a prefix is all that they have too many or too few: wrappers add
 * one, such as `module.` (DataParallel) or `_orig_mod.` (torch.compile).
 */
export function suggestRename(
  missing: readonly string[],
  unexpected: readonly string[],
  held: ReadonlyMap<string, unknown>,
  given: ReadonlyMap<string, unknown>,
): string | undefined {
  const strip = prefixOf(unexpected, (rest) => held.has(rest) && !given.has(rest));
  if (strip !== undefined) return `{ rename: '${strip}' } strips that prefix from the state's names.`;
  const left = new Set(unexpected);
  const add = prefixOf(missing, (rest) => left.has(rest));
  return add && `{ rename: (name) => '${add}' + name } adds that prefix to the state's names.`;
}

/** The shortest prefix that ends in a dot, is common to all names, and leaves of each what fits. */
function prefixOf(names: readonly string[], fits: (rest: string) => boolean): string | undefined {
  const [first = ''] = names;
  for (let end = first.indexOf('.') + 1; end > 0; end = first.indexOf('.', end) + 1) {
    const prefix = first.slice(0, end);
    if (names.every((name) => name.startsWith(prefix) && fits(name.slice(end)))) return prefix;
  }
  return undefined;
}
