import { copyInto, emptyLike, keep, scope, type Tensor, viewReshape, viewSlice } from '@regopt/tensor';

/** Reads the scalars that `make` returns in one read, and frees everything that it allocated. */
export async function readScalars(make: () => readonly Tensor[]): Promise<readonly number[]> {
  const all = scope(() => {
    const scalars = make();
    if (scalars.length === 0) return undefined;
    const joined = keep(emptyLike(scalars[0]!, [scalars.length], 'f64'));
    scalars.forEach((each, i) => {
      copyInto(viewReshape(viewSlice(joined, 0, i, i + 1), each.shape), each);
    });
    return joined;
  });
  if (all === undefined) return [];
  try {
    return [...(await all.read())];
  } finally {
    all.dispose();
  }
}
