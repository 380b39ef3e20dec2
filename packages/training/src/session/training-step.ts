import { add, backward, mul, noGrad, sub } from '@regopt/autograd';
import { type PartStatistics, partStatistics } from '@regopt/layers';
import { clipGradNorm, clipGradValue } from '@regopt/optim';
import { addInPlaceKernel, type Generator, run, scope, type Tensor } from '@regopt/tensor';
import { type AcrossRanks, acrossRanks } from '../collective/across-ranks.ts';
import { type BatchRows, type Cut, sliceRows } from './batch-rows.ts';
import type { PartSum } from './part-sum.ts';
import type { SessionSettings } from './session-settings.ts';
import { weightedLoss } from './weighted-loss.ts';

/** The batch to mix in: x becomes share * x + (1 - share) * others.x, and the loss likewise. */
export interface Mix {
  readonly others: BatchRows;
  /** A scalar. */
  readonly share: Tensor;
}

/** What a step does with its batch. */
export interface StepPlan {
  readonly cut: Cut;
  readonly mix: Mix | undefined;
  /** True to move the average of the weights. */
  readonly averaging: boolean;
}

/**
 * Makes the function of one training step: forward and backward pass of each part, the sum of the gradients
 * over the parts of all processes, clipping, update, average. It reads nothing, so that it can be captured,
 * and returns the loss of the whole batch.
 *
 * @param generators one per part
 * @param total gets the losses added, each times its rows / the loader's `batchSize`
 */
export function trainingStep(
  settings: SessionSettings,
  generators: readonly (Generator | undefined)[],
  total: Tensor,
): (batch: BatchRows, plan: StepPlan) => Tensor {
  const { model, loss, optimizer, parts, average, collective } = settings;
  const measured = Object.values(settings.trainMetrics);
  const others: AcrossRanks | undefined = collective.size > 1 ? acrossRanks(collective, parts) : undefined;

  /** The loss of a part times its weight, and its gradients. */
  const partOf = (
    rows: BatchRows,
    { part, weight, mix }: { readonly part: number; readonly weight: number; readonly mix: Mix | undefined },
    statistics?: PartStatistics,
  ): PartSum => {
    const context = { training: true, generator: generators[part], statistics };
    const mixed = (own: Tensor, other: Tensor): Tensor =>
      add(mul(own, mix!.share), mul(other, sub(1, mix!.share)));
    const outputs = model.forward(mix === undefined ? rows.x : mixed(rows.x, mix.others.x), context);
    let value = weightedLoss(loss, outputs, rows);
    if (mix !== undefined) value = mixed(value, weightedLoss(loss, outputs, mix.others));
    if (weight !== 1) value = mul(value, weight);
    if (measured.length > 0) {
      noGrad(() => {
        for (const metric of measured) metric.update(outputs, rows.y);
      });
    }
    return { gradients: backward(value), loss: value };
  };

  /** Adds parts from..to-1 of this process in a binary tree, whose form depends on their number alone. */
  const sumOf = (
    batch: BatchRows,
    [from, to]: readonly [from: number, to: number],
    { cut, mix }: Pick<StepPlan, 'cut' | 'mix'>,
    statistics: PartStatistics,
  ): PartSum | undefined => {
    if (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      const left = sumOf(batch, [from, middle], { cut, mix }, statistics);
      const right = sumOf(batch, [middle, to], { cut, mix }, statistics);
      return left === undefined || right === undefined ? (left ?? right) : addSums(left, right);
    }
    const [start, end] = [cut.bounds[from]!, cut.bounds[to]!];
    if (start === end) return undefined;
    const rows = sliceRows(batch, start, end);
    const own = mix && { share: mix.share, others: sliceRows(mix.others, start, end) };
    const place = { part: cut.first + from, weight: (end - start) / cut.rows, mix: own };
    // The scope frees the part's activations before the next part.
    return scope(() => ({ sum: partOf(rows, place, statistics), statistics })).sum;
  };

  const wholeOf = (batch: BatchRows, plan: StepPlan): PartSum => {
    if (parts === 1) return partOf(batch, { part: 0, weight: 1, mix: plan.mix });
    const statistics = partStatistics();
    const own = sumOf(batch, [0, plan.cut.bounds.length - 1], plan, statistics)!;
    if (others !== undefined) return others(own, statistics, plan.cut);
    statistics.commit();
    return own;
  };

  return (batch, plan) => {
    const sum = wholeOf(batch, plan);
    optimizer.step(changedGradients(settings, sum.gradients));
    if (plan.averaging) average!.update();
    // Usually one command: only a last, smaller batch has another weight.
    const weight = plan.cut.rows / settings.train.batchSize;
    const part = weight === 1 ? sum.loss : noGrad(() => mul(sum.loss, weight));
    run(addInPlaceKernel, [total, part], [1]);
    return sum.loss;
  };
}

/** Adds the right sum to the left one, whose memory it takes. */
function addSums(left: PartSum, right: PartSum): PartSum {
  for (const [parameter, gradient] of right.gradients) {
    const own = left.gradients.get(parameter);
    if (own === undefined) left.gradients.set(parameter, gradient);
    else run(addInPlaceKernel, [own, gradient], [own.size]);
  }
  return { gradients: left.gradients, loss: noGrad(() => add(left.loss, right.loss)) };
}

function changedGradients(
  { transformGradients, clipValue, clipNorm }: SessionSettings,
  gradients: Map<Tensor, Tensor>,
): Map<Tensor, Tensor> {
  let changed = transformGradients?.(gradients) ?? gradients;
  if (clipValue !== undefined) changed = clipGradValue(changed, clipValue);
  return clipNorm === undefined ? changed : clipGradNorm(changed, clipNorm);
}
