import { isFloat } from './dtype.ts';
import { shapeText } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** Longer axes are shown by their first and last three entries, as NumPy and PyTorch do. */
const edge = 3;
const summarizeAbove = 1000;

/** A tensor as text: dtype, shape and values, six significant digits, long axes cut in the middle. */
export function formatTensor(tensor: Tensor): string {
  const head = `Tensor ${tensor.dtype} ${shapeText(tensor.shape)}`;
  if (tensor.storage.disposed) return `${head} (disposed)`;
  const values = tensor.toArray();
  const number = (value: number): string =>
    isFloat(tensor.dtype) ? String(Number(value.toPrecision(6))) : String(value);
  const cut = values.length > summarizeAbove;
  const block = (axis: number, start: number, length: number, indent: string): string => {
    if (axis === tensor.rank) return number(values[start]!);
    const count = tensor.shape[axis]!;
    const step = count === 0 ? 0 : length / count;
    const rows: string[] = [];
    for (let i = 0; i < count; i++) {
      if (cut && count > 2 * edge && i === edge) {
        rows.push('...');
        i = count - edge;
      }
      rows.push(block(axis + 1, start + i * step, step, `${indent} `));
    }
    return `[${rows.join(axis === tensor.rank - 1 ? ', ' : `,\n${indent} `)}]`;
  };
  return `${head}\n${block(0, 0, values.length, '')}`;
}
