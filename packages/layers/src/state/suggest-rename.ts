import type { Rename } from './rename.ts';

/**
 * The option `rename` that makes a state's names fit, if they only have a prefix too many or too few:
 * wrappers add one, such as `module.` (DataParallel) or `_orig_mod.` (torch.compile).
 *
 * @param fits true if nothing is missing or unexpected after a rename; throws if it gives two tensors the
 *   same name
 */
export function suggestRename(
  missing: readonly string[],
  unexpected: readonly string[],
  fits: (rename: Rename) => boolean,
): string | undefined {
  const strip = prefixOf(unexpected, fits);
  if (strip !== undefined) return `{ rename: '${strip}' } strips that prefix from the state's names.`;
  const add = prefixOf(missing, (prefix) => fits((name) => prefix + name));
  return add && `{ rename: (name) => '${add}' + name } adds that prefix to the state's names.`;
}

/** The shortest common prefix that ends in a dot and fits. */
function prefixOf(names: readonly string[], fits: (prefix: string) => boolean): string | undefined {
  const [first = ''] = names;
  for (let end = first.indexOf('.') + 1; end > 0; end = first.indexOf('.', end) + 1) {
    const prefix = first.slice(0, end);
    if (!names.every((name) => name.startsWith(prefix))) return undefined;
    try {
      if (fits(prefix)) return prefix;
    } catch {
      // Two tensors would get the same name.
    }
  }
  return undefined;
}
