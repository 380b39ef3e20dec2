import type { FittedTable, Scaler } from '@regopt/data';
import * as v from 'valibot';
import type { DataForm } from './data-form.ts';
import { tableForm } from './table-form.ts';

/** All that predictions need to know of the data that a model was trained on. It is saved with the model. */
export type DataDescription = TableDescription | PictureDescription;

export interface TableDescription {
  readonly kind: 'table';
  readonly table: FittedTable;
}

export interface PictureDescription {
  readonly kind: 'pictures';
  readonly channels: 1 | 3;
  readonly size: readonly [height: number, width: number];
  readonly classNames: readonly string[];
  /** Of each channel, in the scale 0..1. */
  readonly normalize: Scaler;
}

/** The key of the description among the metadata of a model's file. */
export const descriptionKey = 'trainer.data';

const side = v.pipe(v.number(), v.integer(), v.minValue(1));
const numbers = v.array(v.pipe(v.number(), v.finite()));
const schema = v.variant('kind', [
  // What a fitted table holds is checked where it is used, by @regopt/data.
  v.object({ kind: v.literal('table'), table: v.custom<FittedTable>((value) => Object(value) === value) }),
  v.object({
    kind: v.literal('pictures'),
    channels: v.picklist([1, 3]),
    size: v.strictTuple([side, side]),
    classNames: v.pipe(v.array(v.string()), v.minLength(1)),
    normalize: v.object({ mean: numbers, standardDeviation: numbers }),
  }),
]);

/** The description in a text, or undefined if it is none. */
export function parseDescription(text: string): DataDescription | undefined {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** What the network of a description is built for. */
export function formOf(description: DataDescription): DataForm {
  if (description.kind === 'table') return tableForm(description.table, 0);
  const { channels, size, classNames } = description;
  return {
    task: 'classification',
    inputs: [channels, ...size],
    outputs: classNames.length,
    examples: 0,
  };
}
