import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { recipes } from '../recipes/recipes.ts';
import { configSchema } from './config.ts';
import { isOptions } from './merge-options.ts';
import { sets, valueAt } from './option-layer.ts';
import { recipeConfig } from './resolve-config.ts';

/**
 * The JSON Schema of a file of options, for editors. No option is required: what a file leaves out has its
 * default, which differs from recipe to recipe for some.
 */
export function configJsonSchema(): JsonSchema {
  const whole = published(toJsonSchema(configSchema, { typeMode: 'input', errorMode: 'ignore' }), []);
  const { recipe, ...properties } = whole.properties ?? {};
  return {
    ...whole,
    title: 'Options of a regopt training run',
    properties: {
      $schema: { type: 'string' },
      recipe: { ...(typeof recipe === 'object' && recipe), enum: recipes.map(({ name }) => name) },
      ...properties,
    },
  };
}

/** A part of the schema without required options, which would make each file name all of them. */
function published({ required: _, oneOf, ...schema }: JsonSchema, path: readonly string[]): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([key, option]) =>
      [key, typeof option === 'boolean' ? option : published(option, [...path, key])] as const,
  );
  return {
    ...schema,
    ...withDefault(schema, path),
    ...(schema.properties && { properties: Object.fromEntries(properties) }),
    // Without a name, the options of the recipe's own optimizer are meant: several rows may fit.
    ...(oneOf && { anyOf: oneOf.map((row) => (typeof row === 'boolean' ? row : published(row, path))) }),
  };
}

/** The default that all recipes have in common; else the description has that of each. */
function withDefault({ description, const: name }: JsonSchema, path: readonly string[]): JsonSchema {
  if (name !== undefined || !recipes.some(({ defaults }) => sets(defaults, path))) return {};
  const values = recipes.map(({ name }) => valueAt(recipeConfig(name), path));
  if (values.some(isOptions)) return {};
  const texts = values.map((value) => JSON.stringify(value));
  if (new Set(texts).size === 1) return { default: JSON.parse(texts[0]!) };
  // A recipe of another loss or rule has no value of its options.
  const each = recipes.flatMap(({ name }, i) => (texts[i] === undefined ? [] : `${name} ${texts[i]}`));
  return { description: `${description}. Default: ${each.join(', ')}.`, default: undefined };
}
