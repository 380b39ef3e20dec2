import { emptyLike, gatherRowsKernel, keep, run, type Tensor, tensor, withBackend } from '@regopt/tensor';
import type { BatchRows, Cut } from '../session/batch-rows.ts';

/** Finds the partner of each row of a batch. */
export interface MixupPartners {
  /** New tensors in the current scope. */
  (batch: BatchRows, cut: Cut): BatchRows;
  dispose(): void;
}

/**
 * The partner of each row for mixup: the rows of its part in reverse order, as timm has them. Batches are
 * shuffled already, so a fixed pairing is random. It runs before the captured step: the step checks labels on
 * the host, which needs labels that the step did not compute itself.
 */
export function mixupPartners(): MixupPartners {
  /** The row of each partner, by number of rows. */
  const orders = new Map<number, Tensor>();
  const orderOf = (x: Tensor, { rows, bounds }: Cut): Tensor => {
    let order = orders.get(rows);
    if (order === undefined) {
      const values = new Int32Array(x.shape[0]!);
      for (let part = 1; part < bounds.length; part++) {
        const [from, to] = [bounds[part - 1]!, bounds[part]!];
        for (let row = from; row < to; row++) values[row] = from + to - 1 - row;
      }
      order = withBackend(x.storage.backend, () => keep(tensor(values)));
      orders.set(rows, order);
    }
    return order;
  };
  const find = ({ x, y, weights }: BatchRows, cut: Cut): BatchRows => {
    const order = orderOf(x, cut);
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
