import { add, backward, mul, noGrad, sub } from '@regopt/autograd';
import { type PartStatistics, partStatistics } from '@regopt/layers';
import { clipGradNorm, clipGradValue } from '@regopt/optim';
import { addInPlaceKernel, type Generator, run, scope, type Tensor } from '@regopt/tensor';
import { type BatchRows, rowsOfPart } from './batch-rows.ts';
import type { SessionSettings } from './session-settings.ts';
import { weightedLoss } from './weighted-loss.ts';

/** The gradients and the loss of some parts of a batch, each weighted by its share of the batch's rows. */
interface PartSum {
  readonly gradients: Map<Tensor, Tensor>;
  readonly loss: Tensor;
}

/** The batch to mix in: x becomes share * x + (1 - share) * others.x, and the loss likewise. */
export interface Mix {
  readonly others: BatchRows;
  /** A scalar. */
  readonly share: Tensor;
}

/** What a step does besides training on the batch. */
export interface StepVariant {
  readonly mix: Mix | undefined;
  /** True to move the average of the weights. */
  readonly averaging: boolean;
}

/**
 * Makes the function of one training step: forward and backward pass of each part, the sum of the gradients,
 * clipping, update, average. It reads nothing, so that it can be captured, and returns the batch's loss.
 *
 * @param generators one per part
 * @param total gets each loss times its rows added
 */
export function trainingStep(
  settings: SessionSettings,
  generators: readonly (Generator | undefined)[],
  total: Tensor,
): (batch: BatchRows, variant: StepVariant) => Tensor {
  const { model, loss, optimizer, parts, average } = settings;
  const measured = Object.values(settings.trainMetrics);

  const partOf = (
    rows: BatchRows,
    part: number,
    { weight, mix, statistics }: { weight: number; mix: Mix | undefined; statistics?: PartStatistics },
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

  /** The parts from..to-1, added in a binary tree whose form depends on their number alone. */
  const sumOf = (
    batch: BatchRows,
    [from, to]: readonly [number, number],
    mix: Mix | undefined,
    statistics: PartStatistics,
  ): PartSum | undefined => {
    if (to - from === 1) {
      const rows = rowsOfPart(batch, from, parts);
      if (rows === undefined) return undefined;
      const weight = rows.x.shape[0]! / batch.x.shape[0]!;
      // The scope frees the part's activations before the next part.
      const own = mix && { share: mix.share, others: rowsOfPart(mix.others, from, parts)! };
      return scope(() => ({ sum: partOf(rows, from, { weight, mix: own, statistics }), statistics })).sum;
    }
    const middle = Math.floor((from + to) / 2);
    const left = sumOf(batch, [from, middle], mix, statistics);
    const right = sumOf(batch, [middle, to], mix, statistics);
    if (left === undefined || right === undefined) return left ?? right;
    for (const [parameter, gradient] of right.gradients) {
      const own = left.gradients.get(parameter);
      if (own === undefined) left.gradients.set(parameter, gradient);
      else run(addInPlaceKernel, [own, gradient], [own.size]);
    }
    return { gradients: left.gradients, loss: noGrad(() => add(left.loss, right.loss)) };
  };

  return (batch, { mix, averaging }) => {
    let sum: PartSum;
    if (parts === 1) sum = partOf(batch, 0, { weight: 1, mix });
    else {
      const statistics = partStatistics();
      sum = sumOf(batch, [0, parts], mix, statistics)!;
      statistics.commit();
    }
    optimizer.step(changedGradients(settings, sum.gradients));
    if (averaging) average!.update();
    const rows = batch.x.shape[0]!;
    scope(() => run(addInPlaceKernel, [total, noGrad(() => mul(sum.loss, rows))], [1]));
    return sum.loss;
  };
}

function changedGradients(
  { transformGradients, clipValue, clipNorm }: SessionSettings,
  gradients: Map<Tensor, Tensor>,
): Map<Tensor, Tensor> {
  let changed = transformGradients?.(gradients) ?? gradients;
  if (clipValue !== undefined) changed = clipGradValue(changed, clipValue);
  return clipNorm === undefined ? changed : clipGradNorm(changed, clipNorm);
}
