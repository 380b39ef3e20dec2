import { checkOptions, isTensor, type Tensor, ValueError, valueText } from '@regopt/tensor';
import { OptimizerGroup } from './optimizer-group.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/** Tensors, named by their position ('0', '1', ...), or a Map from names to tensors. */
export type NamedParameters = Iterable<Tensor> | ReadonlyMap<string, Tensor>;

/** Parameters with options of their own; what is left out is taken from the optimizer's options. */
export type GroupSource<Settings> = { readonly parameters: NamedParameters } & Partial<Settings>;

/** What an optimizer may be given: parameters, or a list of groups of them. */
export type ParameterSource<Settings> = NamedParameters | readonly GroupSource<Settings>[];

/** The groups that `source` means, with every option filled in. Positions are counted on through all groups. */
export function resolveGroups<Settings extends RuleSettings>(
  rule: UpdateRule<Settings>,
  source: ParameterSource<Settings>,
  options: Partial<Settings>,
): OptimizerGroup<Settings>[] {
  const shared = withDefaults(rule, rule.defaults, options);
  const names = new Map<Tensor, string>();
  const taken = new Set<string>();
  const groupOf = (parameters: NamedParameters, settings: Settings): OptimizerGroup<Settings> => {
    const named = new Map<string, Tensor>();
    for (const [name, parameter] of entriesOf(rule.name, parameters, names.size)) {
      const earlier = names.get(parameter);
      if (earlier !== undefined) {
        throw new ValueError(
          `${rule.name}: parameter "${name}" is parameter "${earlier}" again: give each one once.`,
        );
      }
      if (taken.has(name)) throw new ValueError(`${rule.name}: two parameters are named "${name}".`);
      names.set(parameter, name);
      taken.add(name);
      named.set(name, parameter);
    }
    return new OptimizerGroup(rule, named, settings);
  };
  const groups = isGroupList(source)
    ? source.map((group) => groupOf(group.parameters, withDefaults(rule, shared, group)))
    : [groupOf(source, shared)];
  if (names.size === 0)
    throw new ValueError(`${rule.name}: there are no parameters to optimize: the list is empty.`);
  return groups;
}

function isGroupList<Settings>(
  source: ParameterSource<Settings>,
): source is readonly GroupSource<Settings>[] {
  const first: unknown = Array.isArray(source) ? source[0] : undefined;
  return typeof first === 'object' && first !== null && 'parameters' in first;
}

function entriesOf(rule: string, parameters: NamedParameters, count: number): [string, Tensor][] {
  if (typeof parameters !== 'object' || parameters === null || !(Symbol.iterator in parameters)) {
    throw new ValueError(
      `${rule}: parameters are a list of tensors, a Map from names to tensors, or a list of groups; ` +
        `got ${valueText(parameters)}.`,
    );
  }
  const entries =
    parameters instanceof Map
      ? [...(parameters as ReadonlyMap<string, Tensor>)]
      : Array.from(parameters as Iterable<Tensor>, (parameter, i): [string, Tensor] => [
          String(count + i),
          parameter,
        ]);
  for (const [name, parameter] of entries) {
    if (!isTensor(parameter))
      throw new ValueError(`${rule}: parameter "${name}" is not a tensor: ${valueText(parameter)}.`);
  }
  return entries;
}

function withDefaults<Settings extends RuleSettings>(
  rule: UpdateRule<Settings>,
  defaults: Settings,
  options: Partial<Settings>,
): Settings {
  const { parameters: _, ...own } = options as Partial<GroupSource<Settings>>;
  checkOptions<object>(rule.name, own, kindsOf(rule.defaults));
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(given) as Partial<Settings>) };
}

/** What each option of a rule may be: what its default is. */
function kindsOf(defaults: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, Array.isArray(value) ? 'array' : typeof value]),
  );
}
