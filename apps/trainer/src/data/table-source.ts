import { basename } from 'node:path';
import { encodeTable, type FitTableOptions, fitTable, splitTable } from '@regopt/data';
import { readTableFile } from '@regopt/data/node';
import { nearestName, valueText } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import { OptionError } from '../config/option-error.ts';
import { UsageError } from '../usage-error.ts';
import type { DataSource } from './data-source.ts';
import { partCounts } from './part-counts.ts';
import { spellOptions } from './spell-options.ts';
import { tableForm } from './table-form.ts';

/** The options of `data` that have an effect on a table. */
export const tableOptions = [
  ...(['path', 'target', 'task', 'missing', 'ignore', 'categories', 'delimiter'] as const),
  ...(['testShare', 'validationShare'] as const),
] satisfies (keyof Config['data'])[];

/**
 * A CSV file whose rows are divided, by the run's seed, into those for training, validation and test. Means,
 * deviations and fills are those of the training rows.
 *
 * @throws UsageError for a file that is no such table, and for options that do not fit it.
 */
export async function tableSource(data: Config['data']): Promise<DataSource> {
  const { path, target, task, missing, ignore, categories, delimiter } = data;
  if (path === null || target === null)
    throw new UsageError(`train: ${path} is a table; name the column to predict, such as --target price.`);
  const options: FitTableOptions = { target, task: task ?? undefined, missing: missing ?? undefined };
  const [table, whole] = await spellOptions('train', async () => {
    const read = await readTableFile(path, { ignore, categories, delimiter: delimiter ?? undefined });
    const names = read.columns.map(({ name }) => name);
    if (!names.includes(target)) throw new OptionError(['data', 'target'], noColumn(target, names, path));
    return [read, fitTable(read, options)] as const;
  });
  return {
    form: tableForm(whole, table.rowCount),
    about: `${basename(path)}: ${target} from ${columnCount(whole.inputs.length)}`,
    options: tableOptions,
    load: (config) =>
      spellOptions('train', () => {
        const counts = partCounts(table.rowCount, config, path);
        const sizes = [counts.train, counts.validation, counts.test, counts.unused];
        const rows = splitTable(table, { counts: sizes.filter((size) => size > 0), seed: config.seed });
        // The task of the whole table: that of a few of its rows might seem another one.
        const fitted = fitTable(rows[0]!, { ...options, task: whole.target.task });
        const [train, validation, test] = rows.slice(0, 3).map((part) => encodeTable(fitted, part));
        const { classNames } = train!;
        return {
          train: train!,
          validation: validation!,
          test: test!,
          description: { kind: 'table', table: fitted },
          ...(classNames && { classNames }),
        };
      }),
  };
}

function noColumn(target: string, names: readonly string[], path: string): string {
  const near = nearestName(target, names);
  const hint = near === undefined ? '; there are' : `; did you mean "${near}"? There are`;
  const shown = names.slice(0, 12).join(', ');
  return ` ${valueText(target)} is no column of ${path}${hint}: ${shown}${names.length > 12 ? ', ...' : ''}`;
}

const columnCount = (count: number): string => (count === 1 ? 'one column' : `${count} columns`);
