import {
  assign,
  copyInto,
  narrow,
  ShapeError,
  type Storage,
  scope,
  type Tensor,
  type TypedArray,
  tensor,
  typedArray,
  ValueError,
  withBackend,
} from '@regopt/tensor';

/** Values for a tensor, row-major. */
export interface Write {
  readonly name: string;
  readonly target: Tensor;
  readonly values: TypedArray;
}

/**
 * Writes all or, after an error, nothing: also where a dtype does not hold a number, as f32 does not hold 1e300. Tensors may share memory, under two names or as views: what they are given must
 * agree.
 */
export function writeAll(operation: string, writes: readonly Write[]): void {
  const checked: Write[] = [];
  const byStorage = new Map<Storage, Write[]>();
  for (const each of writes) {
    const { storage } = each.target;
    if (storage.disposed) storage.failDisposed(`${operation}: ${each.name}`);
    const own = narrowed(operation, each);
    checked.push(own);
    const group = byStorage.get(storage);
    if (group === undefined) byStorage.set(storage, [own]);
    else group.push(own);
  }
  for (const group of byStorage.values()) if (group.length > 1) checkAgreement(operation, group);
  for (const each of checked) write(each);
}

/** With the values in the target's own dtype. */
function narrowed(operation: string, { name, target, values }: Write): Write {
  const { dtype, size } = target;
  if (values.length !== size)
    throw new ShapeError(`${operation}: ${name} has ${values.length} values, its shape takes ${size}.`);
  return { name, target, values: narrow(`${operation}: ${name}`, values, typedArray(dtype, size), 'refuse') };
}

/** Tries the writes to one piece of memory, and takes them back. */
function checkAgreement(operation: string, writes: readonly Write[]): void {
  const before = writes.map(({ target }) => target.toArray());
  const wanted = writes.map((each) => {
    write(each);
    return each.target.toArray();
  });
  const agree = writes.every(({ target }, at) =>
    target.toArray().every((value, i) => Object.is(value, wanted[at]![i])),
  );
  writes.forEach((each, at) => {
    write({ ...each, values: before[at]! });
  });
  if (agree) return;
  const names = writes.map(({ name }) => name).join(' and ');
  throw new ValueError(`${operation}: ${names} share memory in the layer, and their values differ.`);
}

function write({ target, values }: Write): void {
  const { storage, shape, dtype } = target;
  if (target.contiguous) assign(target, values);
  else withBackend(storage.backend, () => scope(() => copyInto(target, tensor(values, { shape, dtype }))));
}
