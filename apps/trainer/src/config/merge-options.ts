import { optionsOfRow } from './config.ts';

/** Options as they were read, before their check. */
export type Options = Readonly<Record<string, unknown>>;

export const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Another optimizer keeps the rate and the weight decay, another schedule the warmup. */
const kept = ['learningRate', 'weightDecay', 'warmupSteps'];

/**
 * The options of `below` with those of `above` in their place: groups option by option, lists as a whole.
 * Where `above` names another optimizer, schedule or loss, the options of the former one are dropped, but for
 * those in `kept`.
 */
export function mergeOptions(below: Options, above: Options): Options {
  const former = below['name'];
  const another = Object.hasOwn(above, 'name') && above['name'] !== former;
  const dropped = another
    ? (optionsOfRow.get(String(former)) ?? []).filter((key) => !kept.includes(key))
    : [];
  const merged = new Map(Object.entries(below).filter(([key]) => !dropped.includes(key)));
  for (const [key, value] of Object.entries(above)) {
    const now = merged.get(key);
    merged.set(key, isOptions(now) && isOptions(value) ? mergeOptions(now, value) : value);
  }
  return Object.fromEntries(merged);
}
