import { UsageError } from '../usage-error.ts';
import { type OptionPath, pathText } from './option-layer.ts';

/**
 * An error in the value of an option. Its sentence begins with the option, which only the source of the
 * options can name as the user wrote it: see `named`.
 */
export class OptionError extends UsageError {
  readonly path: OptionPath;
  readonly fault: string;

  /**
   * @param fault the rest of the sentence, such as ` must be at least 1, got 0`
   */
  constructor(path: OptionPath, fault: string) {
    super(`${pathText(path)}${fault}.`);
    this.path = path;
    this.fault = fault;
  }
}

/** The error with the option's name as the user wrote it; any other error as it is. */
export function named(error: unknown, nameOf: (path: OptionPath) => string): unknown {
  if (!(error instanceof OptionError)) return error;
  return new UsageError(`${nameOf(error.path)}${error.fault}${error.fault.endsWith('?') ? '' : '.'}`);
}
