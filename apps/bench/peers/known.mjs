import fields from './work-fields.json' with { type: 'json' };

/**
 * Looks up a table entry. A worker refuses unknown names: otherwise another rule, op or loss would be timed
 * under the requested name.
 */
export function known(kind, table, name) {
  if (Object.hasOwn(table, name)) return table[name];
  throw new Error(`does not know the ${kind} "${name}"; it knows ${Object.keys(table).join(', ')}`);
}

/** The function of a table for this kind of work; refuses a field that no worker reads. */
export function knownWork(table, work) {
  const make = known('work', table, work.kind);
  for (const field of Object.keys(work))
    if (field !== 'kind' && !fields[work.kind].includes(field))
      throw new Error(`does not know ${work.kind}'s field "${field}"`);
  return make;
}

/** Whether A and B of a product are stored transposed. */
export const knownTransposed = ({ transposed = 'none' }) =>
  known('transposed', { none: [false, false], a: [true, false], b: [false, true] }, transposed);

/** Makes a layer from a table of functions; refuses more numbers than the layer has. */
export function knownLayer(table, [kind, ...numbers]) {
  const make = known('layer', table, kind);
  if (numbers.length !== make.length)
    throw new Error(`knows ${make.length} numbers of ${kind}, got ${numbers.length}: ${numbers.join(', ')}`);
  return make(...numbers);
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
