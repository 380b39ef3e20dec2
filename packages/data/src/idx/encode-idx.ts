import { narrow, ShapeError } from '@regopt/tensor';
import { type IdxArray, idxTypes } from './idx-type.ts';

/**
 * Writes an array as an IDX file, the inverse of `parseIdx`.
 *
 * @throws ShapeError when the number of elements is not the product of the shape, or there are more than 255
 *   axes; ValueError for a number that the type cannot represent, such as 300 for u8.
 * @example
 * ```ts
 * import { encodeIdx } from '@regopt/data';
 * const bytes = encodeIdx({ type: 'i16', shape: [1], data: Int16Array.of(258) });
 * [...bytes]; // [0, 0, 11, 1, 0, 0, 0, 1, 1, 2]
 * ```
 */
export function encodeIdx(array: IdxArray): Uint8Array {
  const { type, shape, data } = array;
  const row = idxTypes[type];
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size) {
    throw new ShapeError(`encodeIdx: shape [${shape}] has ${size} elements, the data has ${data.length}.`);
  }
  if (shape.length > 255)
    throw new ShapeError(`encodeIdx: an IDX file has at most 255 axes, got ${shape.length}.`);

  const values = narrow('encodeIdx', data, row.create(size), 'refuse');
  const bytes = new Uint8Array(4 + 4 * shape.length + size * row.bytes);
  const view = new DataView(bytes.buffer);
  bytes[2] = row.code;
  bytes[3] = shape.length;
  shape.forEach((length, axis) => {
    view.setUint32(4 + 4 * axis, length);
  });
  const start = 4 + 4 * shape.length;
  for (let i = 0; i < size; i++) row.set(view, start + i * row.bytes, values[i]!);
  return bytes;
}
