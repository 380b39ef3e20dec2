import type { FittedTable } from '@regopt/data';
import type { DataForm } from './data-form.ts';

/** What a network for the rows of a table is built for. */
export function tableForm({ target, inputs }: FittedTable, examples: number): DataForm {
  const width = inputs.reduce((sum, each) => sum + (each.kind === 'number' ? 1 : each.levels.length), 0);
  const outputs = target.task === 'classification' ? target.classNames.length : 1;
  return { task: target.task, inputs: [width], outputs, examples };
}
