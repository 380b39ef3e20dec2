import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionLayer } from '../config/option-layer.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The options of a run, from its folder, before they are resolved.
 *
 * @param command the name of the command, for errors
 * @throws UsageError for a folder that is no run.
 */
export function readRunConfig(folder: string, command: string): OptionLayer {
  const path = join(folder, 'config.json');
  if (!existsSync(path)) throw new UsageError(`${command}: ${folder} is no run: there is no ${path}.`);
  const layer = readConfigFile(path, `${command}: ${path}`);
  if (!Object.hasOwn(layer.options, 'recipe')) throw new UsageError(`${command}: ${path} names no recipe.`);
  return layer;
}
