import { UsageError } from '../usage-error.ts';
import { nestOptions } from './nest-options.ts';
import { nestedAt, type OptionLayer, pathText } from './option-layer.ts';
import { parseYaml } from './parse-yaml.ts';

/**
 * The options of one `--set path=value`, such as `optimizer.betas=[0.9, 0.95]`. The value is YAML.
 *
 * @throws UsageError for a text of another form.
 */
export function setOption(text: string): OptionLayer {
  const [, path, value] = /^([\w$-]+(?:\.[\w$-]+)*)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new UsageError(
      `--set takes a path and a value, such as optimizer.betas=[0.9,0.95], got ${JSON.stringify(text)}.`,
    );
  }
  const { options, flatNames } = nestOptions(nestedAt(path.split('.'), parseValue(path, value)));
  return {
    options,
    nameOf: (at) => `--set ${flatNames.get(pathText(at)) ?? pathText(at)}`,
  };
}

function parseValue(path: string, value: string): unknown {
  try {
    return parseYaml(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--set ${path}=${value} has a value that is not YAML: ${reason}.`);
  }
}
