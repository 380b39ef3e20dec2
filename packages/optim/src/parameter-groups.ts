import { checkOptions, isTensor, type Tensor, ValueError, valueText } from '@regopt/tensor';
import { checkNotNegative } from './check.ts';
import { OptimizerGroup } from './optimizer-group.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/** Tensors, named by their position ('0', '1', ...), or a Map from names to tensors. */
export type NamedParameters = Iterable<Tensor> | ReadonlyMap<string, Tensor>;

/** A rule's settings as given by a user: missing and `undefined` ones have their defaults. */
export type Given<Settings> = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/** Parameters with their own options; missing ones are taken from the optimizer's options. */
export type GroupSource<Settings> = { readonly parameters: NamedParameters } & Given<Settings>;

/** The parameters of an optimizer: a list or Map of parameters, or a list of groups. */
export type ParameterSource<Settings> = NamedParameters | readonly GroupSource<Settings>[];

/**
 * The groups in `source`, with all options filled in, and the base learning rate. Positions are counted over
 * all groups.
 */
export function resolveGroups<Settings extends RuleSettings>(
  rule: UpdateRule<Settings>,
  source: ParameterSource<Settings>,
  options: Given<Settings>,
): { groups: OptimizerGroup<Settings>[]; learningRate: number } {
  const shared = withDefaults(rule, rule.defaults, options);
  const sources = isGroupList(source) ? source : [{ parameters: source } as GroupSource<Settings>];
  const settings = sources.map((group) => withDefaults(rule, shared, group, { parameters: 'any' }));
  const { learningRate } = options.learningRate === undefined ? settings[0]! : shared;
  checkNotNegative(rule.name, { learningRate }, ['learningRate']);
  const names = new Map<Tensor, string>();
  const forms = 'a list of tensors, a Map from names to tensors, or a list of groups';
  const groups = sources.map((group, at) => {
    const named = takeParameters(rule.name, group.parameters, forms, names);
    return new OptimizerGroup(rule, named, settings[at]!, learningRate, group.learningRate !== undefined);
  });
  if (names.size === 0)
    throw new ValueError(`${rule.name}: there are no parameters to optimize: the list is empty.`);
  return { groups, learningRate };
}

function isGroupList<Settings>(
  source: ParameterSource<Settings>,
): source is readonly GroupSource<Settings>[] {
  const first: unknown = Array.isArray(source) ? source[0] : undefined;
  return typeof first === 'object' && first !== null && 'parameters' in first;
}

/**
 * The parameters by name; a list's names go on from `names`. Adds them to `names`, which no parameter and no
 * name may enter twice.
 *
 * @param forms what a user may give, in an error message
 */
export function takeParameters(
  rule: string,
  parameters: NamedParameters,
  forms = 'a list of tensors or a Map from names to tensors',
  names = new Map<Tensor, string>(),
): Map<string, Tensor> {
  const given: unknown = parameters;
  if (typeof given !== 'object' || given === null || !(Symbol.iterator in given) || isLayer(given)) {
    throw new ValueError(
      `${rule}: parameters are ${forms}; got ${valueText(given)}${layerHint(rule, given)}.`,
    );
  }
  const count = names.size;
  const entries =
    given instanceof Map
      ? (given as ReadonlyMap<string, Tensor>)
      : Array.from(parameters as Iterable<Tensor>, (each, i): [string, Tensor] => [String(count + i), each]);
  const taken = new Set(names.values());
  const named = new Map<string, Tensor>();
  for (const [name, parameter] of entries) {
    if (!isTensor(parameter)) {
      throw new ValueError(
        `${rule}: parameter "${name}" is not a tensor: ${valueText(parameter)}${layerHint(rule, parameter)}.`,
      );
    }
    const earlier = names.get(parameter);
    if (earlier !== undefined) {
      throw new ValueError(
        `${rule}: parameter "${name}" is parameter "${earlier}" again: give each one once.`,
      );
    }
    if (taken.has(name)) throw new ValueError(`${rule}: two parameters are named "${name}".`);
    names.set(parameter, name);
    named.set(name, parameter);
  }
  return named;
}

/** True for a layer of `@regopt/layers`; some layers are iterable. */
const isLayer = (value: unknown): boolean =>
  typeof (value as { forward?: unknown } | null)?.forward === 'function';

const layerHint = (rule: string, value: unknown): string =>
  isLayer(value) ? `, a layer: pass ${rule}(namedParameters(model))` : '';

function withDefaults<Settings extends RuleSettings>(
  rule: UpdateRule<Settings>,
  defaults: Settings,
  options: Given<Settings>,
  others: Record<string, string> = {},
): Settings {
  checkOptions<object>(rule.name, options, { ...kindsOf(rule.defaults), ...others });
  const given = Object.entries(options).filter(([name, value]) => value !== undefined && !(name in others));
  return { ...defaults, ...(Object.fromEntries(given) as Partial<Settings>) };
}

/** The kinds of a rule's options: those of the defaults, or 'any' for null and undefined. */
function kindsOf(defaults: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => {
      if (value == null) return [name, 'any'];
      return [name, Array.isArray(value) ? 'array' : typeof value];
    }),
  );
}
