import type { Prediction } from './predictions.ts';

/** The columns of predictions as CSV, those that the first one has. */
const columns = ['file', 'line', 'index', 'class', 'value', 'probability'] as const;
type Column = (typeof columns)[number];

/** Significant digits of a value: f32 has seven. */
const digits = 7;

/** Decimals of a probability. */
const decimals = 4;

/** The header of predictions as CSV. */
export function csvHeader(first: Prediction): string {
  return `${columnsOf(first).join(',')}\n`;
}

/** Predictions as lines of CSV, without the probabilities of the other classes. */
export function csvLines(predictions: readonly Prediction[]): string {
  const shown = columnsOf(predictions[0]!);
  return predictions.map((each) => `${shown.map((column) => field(column, each)).join(',')}\n`).join('');
}

/** Predictions as lines of JSON. */
export function jsonLines(predictions: readonly Prediction[]): string {
  return predictions.map((each) => `${JSON.stringify(each)}\n`).join('');
}

const columnsOf = (prediction: Prediction): readonly Column[] =>
  columns.filter((column) => prediction[column] !== undefined);

function field(column: Column, prediction: Prediction): string {
  const value = prediction[column]!;
  if (column === 'probability') return Number(value).toFixed(decimals);
  if (column === 'value') return String(Number(Number(value).toPrecision(digits)));
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
