import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionLayer } from '../config/option-layer.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { type ResolvedConfig, resolveConfig } from '../config/resolve-config.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The options of a run, from its folder.
 *
 * @param command the name of the command, for errors
 * @param changes options that the user gives now
 * @throws UsageError for a folder that is no run.
 */
export function readRunConfig(
  folder: string,
  command: string,
  ...changes: readonly OptionLayer[]
): ResolvedConfig {
  const path = join(folder, 'config.json');
  if (!existsSync(path)) throw new UsageError(`${command}: ${folder} is no run: there is no ${path}.`);
  const layer = readConfigFile(path, `${command}: ${path}`);
  if (!Object.hasOwn(layer.options, 'recipe')) throw new UsageError(`${command}: ${path} names no recipe.`);
  return resolveConfig([layer, ...changes]);
}
