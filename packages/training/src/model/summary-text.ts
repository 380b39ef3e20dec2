import { shapeText } from '@regopt/tensor';
import type { LayerSummary, ModelSummary } from './summary.ts';

type Totals = Pick<ModelSummary, 'trainable' | 'frozen' | 'buffers' | 'bytes' | 'multiplyAdds'>;

/** A table of the layers, and a line of totals; columns of numbers are aligned at the right. */
export function summaryText(layers: readonly LayerSummary[], total: Totals): string {
  const rows = [
    ['layer', 'output', 'parameters', 'multiply-adds'],
    ...layers.map(({ name, kind, output, parameters, multiplyAdds }) => [
      name === '' ? kind : `${name} (${kind})`,
      shapeText(output),
      grouped(parameters),
      grouped(multiplyAdds),
    ]),
    ['total', '', grouped(total.trainable + total.frozen), grouped(total.multiplyAdds)],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  const { trainable, frozen, buffers, bytes } = total;
  return [
    ...lines,
    `trainable ${grouped(trainable)}, frozen ${grouped(frozen)}, buffers ${grouped(buffers)}; ` +
      `${grouped(bytes)} bytes of parameters and buffers`,
  ].join('\n');
}

/** The digits of a whole number in groups of three: 1,605,632. */
const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
