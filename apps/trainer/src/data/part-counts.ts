import type { Config } from '../config/config.ts';
import { OptionError } from '../config/option-error.ts';
import { UsageError } from '../usage-error.ts';

/** Numbers of examples of the parts of a run's data. */
export interface PartCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Left out where `trainSize` asks for fewer. */
  readonly unused: number;
}

/**
 * How many of `count` examples go into each part.
 *
 * @param what the data in a message, such as their path
 * @param apart parts that have examples of their own, which are not among the `count`
 * @throws OptionError or UsageError if no example is left to learn from.
 */
export function partCounts(
  count: number,
  { trainSize, validationSize, data }: Pick<Config, 'trainSize' | 'validationSize' | 'data'>,
  what: string,
  apart: { readonly validation?: boolean; readonly test?: boolean } = {},
): PartCounts {
  const shareOf = (share: number | null): number => Math.max(1, Math.round((share ?? 0) * count));
  const test = apart.test ? 0 : shareOf(data.testShare);
  const validation = apart.validation ? 0 : (validationSize ?? shareOf(data.validationShare));
  const rest = count - test - validation;
  if (rest < 1 && validationSize !== null && !apart.validation) {
    throw new OptionError(
      ['validationSize'],
      ` ${validationSize} leaves none of the ${count - test} examples to learn from`,
    );
  }
  if (rest < 1) {
    const held = [
      ...(apart.validation ? [] : [`${validation} for validation`]),
      ...(apart.test ? [] : [`${test} for the test`]),
    ];
    throw new UsageError(
      `train: ${what} has ${count} examples: with ${held.join(' and ')}, none is left to learn from.`,
    );
  }
  if (trainSize !== null && trainSize > rest) {
    const held = apart.validation ? '' : ` and a validation set of ${validation}`;
    throw new OptionError(['trainSize'], ` ${trainSize}${held} are more than the ${count - test} examples`);
  }
  const train = trainSize ?? rest;
  return { train, validation, test, unused: rest - train };
}
