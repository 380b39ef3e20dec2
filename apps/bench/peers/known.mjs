/**
 * Looks up a table entry. A worker refuses unknown names: otherwise another rule, op or loss would be timed
 * under the requested name.
 */
export function known(kind, table, name) {
  if (Object.hasOwn(table, name)) return table[name];
  throw new Error(`does not know the ${kind} "${name}"; it knows ${Object.keys(table).join(', ')}`);
}

/**
 * Makes the optimizer of a specification from a table of `{ settings, make(specification) }`; refuses a
 * setting that the rule does not read.
 */
export function knownOptimizer(table, { name, ...settings }) {
  const rule = known('optimizer', table, name);
  for (const setting of Object.keys(settings))
    if (!rule.settings.includes(setting)) throw new Error(`does not know ${name}'s setting "${setting}"`);
  return rule.make(settings);
}
