import { parseDocument } from 'yaml';

/** An alias may stand for a list or a group, but not multiply them: a few lines could fill the memory. */
const maxAliasCount = 16;

/**
 * The value of a text in YAML 1.2, of which JSON is a part. Nothing in it is executed: tags are refused, and
 * so are two values for one key.
 *
 * @throws Error whose message is one line and says where the text is wrong.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', stringKeys: true, logLevel: 'error' });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw new Error(firstLine(fault.message));
  return document.toJS({ maxAliasCount });
}

/** The messages of `yaml` go on with an excerpt of the text. */
function firstLine(message: string): string {
  const line = message.split('\n')[0]!.replace(/:$/, '');
  return line.replace('Maximum call stack size exceeded', 'It is nested too deeply');
}
