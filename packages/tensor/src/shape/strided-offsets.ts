import type { Shape } from './shape.ts';
import { sizeOf } from './shape.ts';

/** The offset of each element in row-major order: the sum of index times stride over the axes. */
export function* stridedOffsets(shape: Shape, strides: readonly number[]): Generator<number> {
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  let offset = 0;
  for (let i = 0; i < size; i++) {
    yield offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      offset -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
}
