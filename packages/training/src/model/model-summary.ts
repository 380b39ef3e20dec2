import { type Shape, shapeText } from '@regopt/tensor';
import { layerText } from './trace-layers.ts';

/** One call of a layer in a forward pass. */
export interface LayerSummary {
  /** The start of the names of its tensors in the state dict. */
  readonly name: string;
  /** The name of its class. */
  readonly kind: string;
  /** Number of layers that it lies in, the model among them. */
  readonly depth: number;
  readonly output: Shape;
  /** Parameters of its own, not those of layers inside it; 0 at later calls of a shared layer. */
  readonly parameters: number;
  /** Of its own products and convolutions, for all rows of the input. */
  readonly multiplyAdds: number;
}

/** The layers of a model and what they hold and compute; `String(summary)` is a table. */
export interface ModelSummary {
  /** In the order in which the layers are called, a container before the layers inside it. */
  readonly layers: readonly LayerSummary[];
  /** Number of trained parameters. */
  readonly trainable: number;
  /** Number of parameters with requiresGrad false. */
  readonly frozen: number;
  /** Number of elements of buffers, such as running statistics. */
  readonly buffers: number;
  /** Memory of parameters and buffers. */
  readonly bytes: number;
  readonly multiplyAdds: number;
  toString(): string;
}

type Totals = Pick<ModelSummary, 'trainable' | 'frozen' | 'buffers' | 'bytes' | 'multiplyAdds'>;

/** A table of the layers, and a line of totals; columns of numbers are aligned at the right. */
export function summaryText(layers: readonly LayerSummary[], total: Totals): string {
  const rows = [
    ['layer', 'output', 'parameters', 'multiply-adds'],
    ...layers.map(({ name, kind, output, parameters, multiplyAdds }) => [
      layerText(name, kind),
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
