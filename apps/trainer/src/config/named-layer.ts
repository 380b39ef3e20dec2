import { type Command, Option } from 'commander';
import { mergeOptions, type Options } from './merge-options.ts';
import { namedOptions } from './named-options.ts';
import { nestedAt, type OptionLayer, pathText } from './option-layer.ts';

/** Adds the named options to a command, under their headings. Those without a help are hidden. */
export function addNamedOptions(command: Command): void {
  for (const [heading, group] of Object.entries(namedOptions)) {
    for (const { flags, path, help } of group) {
      const option = new Option(flags, help).helpGroup(heading).hideHelp(help === '');
      option.conflicts(otherNames(option, path));
      command.addOption(option);
    }
  }
}

/** The other names of an option: `--lr` and `--learning-rate` are not given both. */
function otherNames(option: Option, path: readonly string[]): string[] {
  const others = Object.values(namedOptions)
    .flat()
    .filter((other) => pathText(other.path) === pathText(path))
    .map(({ flags }) => new Option(flags).attributeName());
  return others.filter((name) => name !== option.attributeName());
}

/**
 * The options that a command line gives by name.
 *
 * @param values those of all options, by commander's names for them
 * @param recipe the command's argument
 */
export function namedLayer(values: Options, recipe: string | undefined): OptionLayer {
  const given = Object.values(namedOptions)
    .flat()
    .map(({ flags, path, read }) => {
      const option = new Option(flags);
      const value = values[option.attributeName()];
      return { option, path, value: typeof value === 'string' && read !== undefined ? read(value) : value };
    })
    .filter(
      ({ option, value }) => value !== undefined && (typeof value !== 'boolean' || option.negate !== value),
    );
  const start: Options = recipe === undefined ? {} : { recipe };
  return {
    options: given.reduce((options, { path, value }) => mergeOptions(options, nestedAt(path, value)), start),
    nameOf(at) {
      const by = given.find(({ path }) => path.every((key, i) => key === at[i]));
      return by === undefined ? 'train' : `${by.option.long}${pathText(at.slice(by.path.length))}`;
    },
  };
}
