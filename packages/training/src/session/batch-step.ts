import type { Batch } from '@regopt/data';
import { assign, type Generator, type Tensor } from '@regopt/tensor';
import { betaShare } from '../mixup/beta-share.ts';
import { mixupPartners } from '../mixup/mixup-partners.ts';
import type { BatchRows } from './batch-rows.ts';
import { type Repeated, repeated } from './repeated.ts';
import type { SessionSettings } from './session-settings.ts';
import { trainingStep } from './training-step.ts';
import { zeroBeside } from './zero-beside.ts';

/** The stream of mixup's shares among the forks of a session's generator. */
const mixupStream = 0x6d6978;

/** The training step as a function of the batch, captured or not. */
export interface BatchStep {
  /** Takes step number `step`, counted from 1. Returns the loss, which lives until the next step. */
  (batch: Batch, step: number): Tensor;
  /** One per part: all that draws numbers in a step. */
  readonly generators: readonly (Generator | undefined)[];
  /** The sum of the losses since it was last set to 0, each times its rows. */
  readonly total: Tensor;
  dispose(): void;
}

export function batchStep(settings: SessionSettings): BatchStep {
  const { model, generator, parts, mixup, compile, average, averageFrom, averageEvery } = settings;
  const generators =
    parts === 1 ? [generator] : Array.from({ length: parts }, (_, part) => generator?.fork(part));
  const total = zeroBeside(model);
  const share = mixup && zeroBeside(model);
  // A function of (seed, step), so that it is not part of a session's state.
  const shares = mixup && generator!.fork(mixupStream);
  const partners = mixupPartners(parts);
  const take = trainingStep(settings, generators, total);
  const variant = (averaging: boolean): Repeated<Tensor[]> =>
    repeated(compile, (...inputs: Tensor[]) => {
      if (mixup === undefined) return take(rowsOf(inputs), { mix: undefined, averaging });
      const [drawn, ...rows] = inputs;
      const half = rows.length / 2;
      const mix = { share: drawn!, others: rowsOf(rows.slice(half)) };
      return take(rowsOf(rows.slice(0, half)), { mix, averaging });
    });
  const plain = variant(false);
  const averaging = average && variant(true);

  const run = (batch: Batch, step: number): Tensor => {
    const moves = step >= averageFrom && (step - averageFrom) % averageEvery === 0;
    const repeat = averaging !== undefined && moves ? averaging : plain;
    const { x, y, weights } = batch;
    if (share === undefined) return weights === undefined ? repeat(x, y) : repeat(x, y, weights);
    assign(share, [betaShare(mixup!.alpha, shares!.fork(step))]);
    const others = partners(batch);
    const loss = repeat(share, ...tensorsOf(batch), ...tensorsOf(others));
    for (const each of tensorsOf(others)) each.dispose();
    return loss;
  };
  return Object.assign(run, {
    generators,
    total,
    dispose() {
      for (const each of [plain, averaging, total, share, partners]) each?.dispose();
    },
  });
}

const tensorsOf = ({ x, y, weights }: BatchRows): Tensor[] =>
  weights === undefined ? [x, y] : [x, y, weights];

const rowsOf = ([x, y, weights]: readonly Tensor[]): BatchRows => ({ x: x!, y: y!, weights });
