import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { checkWhole } from '../check.ts';
import type { Callback } from '../contract/callback.ts';
import { stringifyNumbers } from '../session/exact-json.ts';

/** Options of {@link jsonLines}. */
export interface JsonLinesOptions {
  /** Write a line for each step whose number is a multiple of this, >= 1. Default: none for steps. */
  readonly everySteps?: number | undefined;
}

const kinds: OptionKinds<JsonLinesOptions> = { everySteps: 'number' };

/**
 * Writes the events of a session as JSON, a line each: every epoch, the end, and every n-th step. The fields
 * are those of the event; numbers that JSON does not have are the strings "NaN", "Infinity" and "-Infinity".
 *
 * `write` gets a whole line, line feed included, in one call, and is awaited: hand it on by one write, and no
 * line is ever torn. What it throws ends the session: catch what must not.
 *
 * @throws ValueError unless `write` is a function, or for a count out of range.
 * @example
 * ```ts
 * import { jsonLines } from '@regopt/training';
 * const lines: string[] = [];
 * const callbacks = [jsonLines((line) => void lines.push(line), { everySteps: 100 })];
 * ```
 */
export function jsonLines(
  write: (line: string) => void | PromiseLike<void>,
  options: JsonLinesOptions = {},
): Callback {
  checkOptions('jsonLines', options, kinds);
  if (typeof write !== 'function')
    throw new ValueError(`jsonLines: takes a function that writes a line, got ${valueText(write)}.`);
  const { everySteps } = options;
  if (everySteps !== undefined) checkWhole('jsonLines', { everySteps }, 1);
  const line = (record: object): void | PromiseLike<void> => write(`${stringifyNumbers(record)}\n`);
  return (event) => {
    if (event.type !== 'step') return line(event);
    if (everySteps === undefined || event.step % everySteps !== 0) return undefined;
    return event.loss.read().then(([loss]) => line({ ...event, loss }));
  };
}
