import { RegoptError } from '@regopt/tensor';
import { flagOf } from '../config/named-options.ts';
import { UsageError } from '../usage-error.ts';

/** `{ missing: 'mean' }`, `{ ignore: ["id"] }`, `{ size }` and `'median'` in a message of @regopt/data. */
const optionText = /\{ (\w+)(?:: (?:'([^']*)'|\["([^\]]*)"\]))? \}/g;

/** Options of @regopt/data that have another name here. */
const otherNames: Readonly<Record<string, string>> = { size: 'imageSize' };

/** A number of classes is no option here. */
const classesText = /Give \{ classes: \d+ \}, or names, if that is meant\./;
const namesAdvice = 'If that is meant, name all classes in class-names.txt, a line for each.';

/**
 * Runs what reads data. Its errors speak of the options of @regopt/data; here they are spelled as those of
 * the command line: `--missing mean` for `{ missing: 'mean' }`.
 */
export async function spellOptions<Result>(command: string, read: () => Result | Promise<Result>) {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RegoptError) || error.message.startsWith('internal:')) throw error;
    const message = error.message
      .replace(/^\w+: /, `${command}: `)
      .replace(classesText, namesAdvice)
      .replace("parseTable's ", '')
      .replace(optionText, (text, name: string, quoted?: string, listed?: string) => {
        const flag = flagOf(['data', otherNames[name] ?? name]);
        const value = quoted ?? listed?.replaceAll('", "', ',');
        if (flag === undefined) return text;
        return value === undefined ? flag : `${flag} ${/[^\w.,-]/.test(value) ? `"${value}"` : value}`;
      })
      .replace(/'(median|most-frequent)'/g, '$1');
    throw new UsageError(message, { cause: error });
  }
}
