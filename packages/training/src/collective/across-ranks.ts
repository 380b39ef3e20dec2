import { concat, noGrad } from '@regopt/autograd';
import { type PartStatistics, partStatistics } from '@regopt/layers';
import {
  addInPlaceKernel,
  defineKernel,
  emptyLike,
  run,
  type Tensor,
  viewReshape,
  viewSlice,
} from '@regopt/tensor';
import type { Collective } from '../contract/collective.ts';
import { type Cut, partStart } from '../session/batch-rows.ts';
import type { PartSum } from '../session/part-sum.ts';

/** Adds the sums of all processes, and updates the running statistics with every process's parts. */
export type AcrossRanks = (own: PartSum, statistics: PartStatistics, cut: Cut) => PartSum;

/**
 * Every process sends one flat buffer to all others: its gradients, its loss, and the batch statistics of its
 * parts. The sums are then added in the same order everywhere, by kernels in a binary tree, neighbours first:
 * where the number of processes and that of parts are powers of two it is the tree of all parts on one
 * process, so the bits are the same.
 *
 * @param parts all parts of a batch, each with at least one row
 */
export function acrossRanks(collective: Collective, parts: number): AcrossRanks {
  const { size } = collective;
  const perRank = parts / size;
  // A host loop between the commands of a captured step.
  const allGatherKernel = defineKernel(
    { builtIn: 'allGather' },
    ([all, own], [n]) =>
      collective.allGather(all!.subarray(0, size * n!) as Float32Array, own!.subarray(0, n!) as Float32Array),
    { host: true },
  );

  return (own, statistics, cut) => {
    const gradients = [...own.gradients];
    const layers = [...statistics.batches];
    const sums = [...gradients.map(([, gradient]) => gradient), own.loss];
    const moments = layers.flatMap(([, batches]) =>
      batches.flatMap(({ mean, variance }) => [mean, variance]),
    );
    const flat = noGrad(() => concat([...sums, ...moments].map((each) => viewReshape(each, [each.size]))));
    const all = emptyLike(flat, [size * flat.size]);
    run(allGatherKernel, [all, flat], [flat.size]);
    const from = (rank: number, start: number, like: Tensor): Tensor => {
      const at = rank * flat.size + start;
      return viewReshape(viewSlice(all, 0, at, at + like.size), like.shape);
    };

    const summed = sums.reduce((count, each) => count + each.size, 0);
    const merged = partStatistics();
    for (let rank = 0; rank < size; rank++) {
      let at = summed;
      for (const [layer, batches] of layers) {
        // More than one per part for a layer that runs more than once in a pass.
        const passes = batches.length / perRank;
        for (const [i, { mean, variance, count }] of batches.entries()) {
          const part = Math.floor(i / passes);
          const ownRows = cut.bounds[part + 1]! - cut.bounds[part]!;
          const there = rank * perRank + part;
          const rows = partStart(cut.rows, there + 1, parts) - partStart(cut.rows, there, parts);
          merged.add(layer, {
            mean: from(rank, at, mean),
            variance: from(rank, at + mean.size, variance),
            count: (count / ownRows) * rows,
          });
          at += 2 * mean.size;
        }
      }
    }
    merged.commit();

    for (let width = 1; width < size; width *= 2) {
      for (let rank = 0; rank + width < size; rank += 2 * width) {
        const [left, right] = [rank, rank + width].map((each) =>
          viewSlice(all, 0, each * flat.size, each * flat.size + summed),
        );
        run(addInPlaceKernel, [left!, right!], [summed]);
      }
    }
    let at = 0;
    const total = sums.map((each) => {
      at += each.size;
      return from(0, at - each.size, each);
    });
    return {
      gradients: new Map(gradients.map(([parameter], i) => [parameter, total[i]!])),
      loss: total.at(-1)!,
    };
  };
}
