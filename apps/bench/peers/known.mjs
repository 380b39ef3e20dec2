/** The entry of a table. A worker refuses what it has no entry for: another rule, op or loss in its place would be timed as if it were the one asked for. */
export function known(kind, table, name) {
  if (Object.hasOwn(table, name)) return table[name];
  throw new Error(`does not know the ${kind} "${name}"; it knows ${Object.keys(table).join(', ')}`);
}

/** The optimizer that a specification names, by a table of `{ settings, make(specification) }`; a setting that the rule does not read is refused. */
export function knownOptimizer(table, { name, ...settings }) {
  const rule = known('optimizer', table, name);
  for (const setting of Object.keys(settings))
    if (!rule.settings.includes(setting)) throw new Error(`does not know ${name}'s setting "${setting}"`);
  return rule.make(settings);
}
