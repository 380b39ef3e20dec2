import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { configVersion } from './config.ts';
import { isOptions, mergeOptions, type Options } from './merge-options.ts';
import { nestOptions } from './nest-options.ts';
import { shortText } from './option-kinds.ts';
import { type OptionLayer, pathText, valueAt } from './option-layer.ts';
import { parseYaml } from './parse-yaml.ts';

/** A file of options has one or two kilobytes. The time to parse one grows with the square of its keys. */
const maxBytes = 2 ** 16;

/**
 * Reads options from a file in YAML or JSON.
 *
 * @param spelled how messages begin that are about the file as a whole
 * @throws UsageError for a file that cannot be read, is too large or no file of options, or of a newer form.
 */
export function readConfigFile(path: string, spelled = `--config ${path}`): OptionLayer {
  const parsed = parseText(readText(path, spelled), spelled);
  if (!isOptions(parsed))
    throw new UsageError(`${spelled} must have options such as "epochs: 10", got ${shortText(parsed)}.`);
  const { version, $schema: _, ...written } = parsed;
  if (version !== undefined) checkVersion(version, spelled);
  const { options, flatNames } =
    version === undefined ? nestOptions(written) : { options: written, flatNames: new Map<string, string>() };
  return {
    options: resolvePaths(options, dirname(path)),
    nameOf: (at) => {
      const text = pathText(at);
      return `${path}: ${flatNames.get(text) ?? text}`;
    },
  };
}

function readText(path: string, spelled: string): string {
  let bytes: Buffer;
  try {
    refuseOtherThanFile(path, spelled);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UsageError(`${spelled}: there is no such file.`);
    throw new UsageError(`${spelled} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${spelled} is not text in UTF-8.`);
  }
}

function refuseOtherThanFile(path: string, spelled: string): void {
  const file = statSync(path);
  if (file.isDirectory())
    throw new UsageError(`${spelled} is a folder; name a file in it, such as ${join(path, 'config.json')}.`);
  // A FIFO or /dev/zero, whose reading may never end.
  if (!file.isFile()) throw new UsageError(`${spelled} is not a regular file.`);
  if (file.size > maxBytes)
    throw new UsageError(`${spelled} has ${file.size} bytes; options have at most ${maxBytes}.`);
}

function parseText(text: string, spelled: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${spelled} is neither YAML nor JSON: ${reason.replace(/\.$/, '')}.`);
  }
}

function checkVersion(version: unknown, spelled: string): void {
  if (version === configVersion) return;
  const newer = typeof version === 'number' && Number.isInteger(version) && version > configVersion;
  if (!newer)
    throw new UsageError(`${spelled}: version must be ${configVersion}, got ${shortText(version)}.`);
  throw new UsageError(
    `${spelled} is of version ${version}, of a newer regopt; this one reads version ${configVersion}.`,
  );
}

/** A path in a file is relative to the file's folder. */
function resolvePaths(options: Options, folder: string): Options {
  const path = valueAt(options, ['data', 'path']);
  if (typeof path !== 'string' || path === '') return options;
  return mergeOptions(options, { data: { path: resolve(folder, path) } });
}
