import {
  assign,
  copyInto,
  isTensor,
  type SafetensorsEntry,
  type Storage,
  scope,
  stridedOffsets,
  type Tensor,
  type TypedArray,
  tensor,
  typedArray,
  ValueError,
  valuesFor,
  withBackend,
} from '@regopt/tensor';

/** New values for a tensor: a tensor, or an entry with a row-major array. */
export interface Write {
  readonly name: string;
  readonly target: Tensor;
  readonly source: Tensor | SafetensorsEntry | TypedArray;
}

/**
 * Writes all values or, after an error, none, also if a dtype cannot represent a number, such as 1e300 in
 * f32. Tensors may share memory, under two names or as views: their new values must agree. Memory: at most
 * one tensor's values are copied at a time, plus those of source tensors that are written themselves.
 */
export function writeAll(operation: string, writes: readonly Write[]): void {
  const byStorage = new Map<Storage, Write[]>();
  for (const each of writes) {
    const { storage } = each.target;
    if (storage.disposed) storage.failDisposed(`${operation}: ${each.name}`);
    const group = byStorage.get(storage);
    if (group === undefined) byStorage.set(storage, [each]);
    else group.push(each);
  }
  const ready = writes.map((each): Write => {
    const { name, source, target } = each;
    if (isTensor(source) && source.storage.disposed) source.storage.failDisposed(`${operation}: ${name}`);
    // Checks each number and their count.
    if (!isTensor(source) || source.dtype !== target.dtype) narrowed(operation, each);
    const written = isTensor(source) && byStorage.has(source.storage);
    return written ? { ...each, source: source.toArray() } : each;
  });
  for (const group of byStorage.values()) if (group.length > 1) checkAgreement(operation, group);
  for (const each of ready) {
    const { target } = each;
    const { storage, shape, dtype } = target;
    const values = narrowed(operation, each);
    if (target.contiguous) assign(target, values);
    else withBackend(storage.backend, () => scope(() => copyInto(target, tensor(values, { shape, dtype }))));
  }
}

const narrowed = (operation: string, { name, target, source }: Write): TypedArray =>
  valuesFor(`${operation}: ${name}`, target, source);

/** Throws unless all writes to a storage agree on each element. */
function checkAgreement(operation: string, writes: readonly Write[]): void {
  const { storage, dtype } = writes[0]!.target;
  const length = storage.byteLength / typedArray(dtype, 0).BYTES_PER_ELEMENT;
  const wanted = typedArray(dtype, length);
  const given = new Uint8Array(length);
  for (const each of writes) {
    const { offset, shape, strides, contiguous } = each.target;
    const values = narrowed(operation, each);
    const steps = contiguous ? undefined : stridedOffsets(shape, strides);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const at = offset + (steps?.next().value ?? i);
      if (given[at] && !Object.is(wanted[at], value)) {
        const names = writes.map(({ name }) => name).join(' and ');
        throw new ValueError(`${operation}: ${names} share memory in the layer, and their values differ.`);
      }
      given[at] = 1;
      wanted[at] = value;
    }
  }
}
