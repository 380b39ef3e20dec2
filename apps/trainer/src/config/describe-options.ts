import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from './config.ts';
import type { FlatConfig } from './flat-config.ts';

/**
 * What each option means, by its path.
 *
 * @param config the run's options: those of an optimizer, a schedule and a loss depend on its name
 */
export function describeOptions(config: FlatConfig): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = ({ properties = {}, oneOf = [] }: JsonSchema, prefix: string): void => {
    for (const [key, option] of Object.entries(properties)) {
      if (typeof option === 'boolean') continue;
      const path = `${prefix}${key}`;
      if (option.description !== undefined)
        found.set(option.oneOf ? `${path}.name` : path, option.description);
      walk(option, `${path}.`);
    }
    for (const row of oneOf) {
      if (typeof row !== 'boolean' && isRow(row, config[`${prefix}name`])) walk(row, prefix);
    }
  };
  walk(toJsonSchema(configSchema, { typeMode: 'input', errorMode: 'ignore' }), '');
  return found;
}

function isRow({ properties }: JsonSchema, name: FlatConfig[string] | undefined): boolean {
  const known = properties?.['name'];
  return typeof known === 'object' && known.const === name;
}
