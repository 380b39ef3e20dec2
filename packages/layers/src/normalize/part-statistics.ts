import { add, type BatchStatistics, mul, noGrad } from '@regopt/autograd';
import { scope } from '@regopt/tensor';
import type { StatisticsCollector, StatisticsLayer } from '../layer.ts';

/** The batch statistics of a batch's parts, by layer. */
export interface PartStatistics extends StatisticsCollector {
  /** Those of each layer, in the order of its passes. A scope that returns this object keeps the tensors. */
  readonly batches: ReadonlyMap<StatisticsLayer, readonly BatchStatistics[]>;
  /** Moves the running statistics of each layer once, by the parts' average, and empties `batches`. */
  commit(): void;
}

/**
 * Collects the batch statistics of a batch that is cut into parts. Each part has a forward pass with
 * `{ training: true, statistics }`, in which batch normalization leaves its running statistics as they are;
 * then `commit()` moves these once. With n_p values a channel in part p and n in all, the batch that it
 * tracks has
 *
 *   mean = sum_p n_p / n mean_p and unbiased variance = sum_p n_p / n (n_p / (n_p - 1) var_p).
 *
 * So one part gives the bits of a pass without `statistics`. The variance is that within parts, as each of
 * them was normalized; what the parts' means differ by is not in it. The parts are added in a binary tree,
 * neighbours first, that depends on their number alone. All of it is kernels: a compiled step may contain it.
 *
 * A scope around a part must return the object, as it returns gradients, since the statistics are used after
 * it. A layer that runs twice in a pass moves once nevertheless, by the average of its runs.
 *
 * @throws commit: DisposedError, before any layer is moved, when a scope has freed the statistics.
 * @example
 * ```ts
 * import { BatchNorm1d, partStatistics } from '@regopt/layers';
 * import { scope, tensor } from '@regopt/tensor';
 * const layer = new BatchNorm1d(1);
 * const statistics = partStatistics();
 * for (const part of [tensor([[1], [3]]), tensor([[5], [7]])]) {
 *   scope(() => {
 *     layer.forward(part, { training: true, statistics }); // and a loss, a backward pass
 *     return statistics;
 *   });
 * }
 * layer.runningMean?.item(); // 0
 * statistics.commit();
 * layer.runningMean?.item(); // 0.4
 * layer.runningVar?.item(); // 1.1
 * layer.numBatchesTracked?.item(); // 1
 * ```
 */
export function partStatistics(): PartStatistics {
  const batches = new Map<StatisticsLayer, BatchStatistics[]>();
  return {
    batches,
    add(layer, batch) {
      const own = batches.get(layer);
      if (own === undefined) batches.set(layer, [batch]);
      else own.push(batch);
    },
    commit() {
      const all = [...batches];
      batches.clear();
      for (const { mean, variance } of all.flatMap(([, parts]) => parts)) {
        for (const { storage } of [mean, variance])
          if (storage.disposed) storage.failDisposed('partStatistics.commit');
      }
      scope(() => {
        const averages = noGrad(() => all.map(([, parts]) => averageOf(parts)));
        for (const [i, [layer]] of all.entries()) layer.track(averages[i]!);
      });
    },
  };
}

/** The batch to track for these parts: its variance times count / (count - 1) is the average unbiased one. */
function averageOf(parts: readonly BatchStatistics[]): BatchStatistics {
  if (parts.length === 1) return parts[0]!;
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const sums = parts.map(({ mean, variance, count }) => {
    const weight = count / total;
    const unbias = (count * (total - 1)) / ((count - 1) * total);
    return { mean: mul(mean, weight), variance: mul(variance, weight * unbias) };
  });
  for (let width = 1; width < sums.length; width *= 2) {
    for (let i = 0; i + width < sums.length; i += 2 * width) {
      const [left, right] = [sums[i]!, sums[i + width]!];
      sums[i] = { mean: add(left.mean, right.mean), variance: add(left.variance, right.variance) };
    }
  }
  return { ...sums[0]!, count: total };
}
