import type { TensorLike } from '../backend/backend.ts';
import { shapeText } from '../shape/shape.ts';
import { isFloat } from './dtype.ts';

/** Longer axes show their first and last three entries, as in NumPy and PyTorch. */
const edge = 3;
const summarizeAbove = 1000;
/** With many axes, even the shortened ones have too many values to read. */
const showAtMost = 100_000;

/** A tensor as text: dtype, shape and values, six significant digits, long axes shortened in the middle. */
export function formatTensor(tensor: TensorLike): string {
  const head = `Tensor ${tensor.dtype} ${shapeText(tensor.shape)}`;
  if (tensor.storage.disposed) return `${head} (disposed)`;
  const { shape, strides, size } = tensor;
  // Axes of length 0 count as 1: the other axes may still be long.
  const cut = shape.reduce((all, count) => all * Math.max(count, 1), 1) > summarizeAbove;
  const shown = shape.reduce((all, count) => all * Math.max(cut ? Math.min(count, 2 * edge) : count, 1), 1);
  if (shown > showAtMost) return `${head} (${size} values)`;
  const values = size === 0 ? [] : tensor.data();
  const number = (value: number): string =>
    isFloat(tensor.dtype) ? String(Number(value.toPrecision(6))) : String(value);
  const block = (axis: number, start: number, indent: string): string => {
    if (axis === shape.length) return number(values[start]!);
    const count = shape[axis]!;
    const rows: string[] = [];
    for (let i = 0; i < count; i++) {
      if (cut && count > 2 * edge && i === edge) {
        rows.push('...');
        i = count - edge;
      }
      rows.push(block(axis + 1, start + i * strides[axis]!, `${indent} `));
    }
    return `[${rows.join(axis === shape.length - 1 ? ', ' : `,\n${indent} `)}]`;
  };
  return `${head}\n${block(0, 0, '')}`;
}
