import { emptyLike, gatherRowsKernel, keep, run, type Tensor, tensor, withBackend } from '@regopt/tensor';
import { type BatchRows, firstRowOfPart } from '../session/batch-rows.ts';

/** Finds the partner of each row of a batch. */
export interface MixupPartners {
  /** New tensors in the current scope. */
  (batch: BatchRows): BatchRows;
  dispose(): void;
}

/**
 * The partner of each row for mixup: the rows of its part in reverse order, as timm has them. Batches are
 * shuffled already, so a fixed pairing is a random one. Not a part of the step: a captured step checks labels
 * on the host, which it cannot do with labels that it has gathered itself.
 */
export function mixupPartners(parts: number): MixupPartners {
  /** The row of each partner, by number of rows. */
  const orders = new Map<number, Tensor>();
  const orderOf = (x: Tensor): Tensor => {
    const rows = x.shape[0]!;
    let order = orders.get(rows);
    if (order === undefined) {
      const values = new Int32Array(rows);
      for (let part = 0; part < parts; part++) {
        const from = firstRowOfPart(rows, part, parts);
        const to = firstRowOfPart(rows, part + 1, parts);
        for (let row = from; row < to; row++) values[row] = from + to - 1 - row;
      }
      order = withBackend(x.storage.backend, () => keep(tensor(values)));
      orders.set(rows, order);
    }
    return order;
  };
  const find = ({ x, y, weights }: BatchRows): BatchRows => {
    const order = orderOf(x);
    const ordered = (each: Tensor): Tensor => {
      const out = emptyLike(each);
      run(gatherRowsKernel, [out, each, order], [order.size, each.size / order.size]);
      return out;
    };
    return { x: ordered(x), y: ordered(y), weights: weights && ordered(weights) };
  };
  return Object.assign(find, {
    dispose: () => {
      for (const order of orders.values()) order.dispose();
    },
  });
}
