import type { Command, Help, Option } from 'commander';
import { recipes } from '../recipes/recipes.ts';
import { namedOptions } from './named-options.ts';
import { valueAt } from './option-layer.ts';
import { recipeConfig } from './resolve-config.ts';

/** Defaults in the help: those of the recipe that its command line names, `regopt train moons --help`. */
export function trainHelp(command: Command): Partial<Help> {
  const config = () => recipeConfig(recipeOf(command));
  const named = new Map(
    Object.values(namedOptions)
      .flat()
      .map(({ flags, path }) => [flags, path]),
  );
  return {
    optionDescription({ flags, description }: Option) {
      const path = named.get(flags);
      const value = path && defaultText(valueAt(config(), path));
      return value === undefined ? description : `${description} (default: ${value})`;
    },
  };
}

/** The recipe among the words of a command line, or the first of all. */
export function recipeOf({ args }: Command): string {
  return (recipes.find(({ name }) => args.includes(name)) ?? recipes[0]!).name;
}

/** Nothing for what is off, on, or left to the recipe: the description says so. */
function defaultText(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  return String(value);
}
