import type { Batch } from '@regopt/data';
import { assign, type Generator, type Tensor } from '@regopt/tensor';
import { betaShare } from '../mixup/beta-share.ts';
import { mixupPartners } from '../mixup/mixup-partners.ts';
import { type BatchRows, type Cut, cutOf } from './batch-rows.ts';
import { type Repeated, repeated } from './repeated.ts';
import type { SessionSettings } from './session-settings.ts';
import { trainingStep } from './training-step.ts';
import { zeroBeside } from './zero-beside.ts';

/** The stream of mixup's shares among the forks of a session's generator. */
const mixupStream = 0x6d6978;

/** The training step as a function of the batch, captured or not. */
export interface BatchStep {
  /**
   * Takes step number `step`, counted from 1, on this process's part of a batch of `rows` rows. Returns the
   * loss of the whole batch, which lives until the next step.
   */
  (batch: Batch, rows: number, step: number): Tensor;
  /** One per part: all that draws numbers in a step. */
  readonly generators: readonly (Generator | undefined)[];
  /** The sum of the losses since it was last set to 0, each times its rows / the loader's `batchSize`. */
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
  const partners = mixupPartners();
  const take = trainingStep(settings, generators, total);

  /** The steps on batches of `rows` rows, without and with a move of the average. */
  const stepsFor = (rows: number): Steps => {
    const cut = cutOf(rows, parts, settings.collective);
    const step = (averaging: boolean): Repeated<Tensor[]> =>
      repeated(compile, (...inputs: Tensor[]) => {
        if (share === undefined) return take(rowsOf(inputs), { cut, mix: undefined, averaging });
        const [drawn, ...tensors] = inputs;
        const half = tensors.length / 2;
        const mix = { share: drawn!, others: rowsOf(tensors.slice(half)) };
        return take(rowsOf(tensors.slice(0, half)), { cut, mix, averaging });
      });
    return { cut, plain: step(false), averaging: step(true) };
  };
  // One captured step for each batch size: the last batch may be smaller.
  const steps = new Map<number, Steps>();

  const run = (batch: Batch, rows: number, step: number): Tensor => {
    let sized = steps.get(rows);
    if (sized === undefined) {
      sized = stepsFor(rows);
      steps.set(rows, sized);
    }
    const moves = average !== undefined && step >= averageFrom && (step - averageFrom) % averageEvery === 0;
    const repeat = moves ? sized.averaging : sized.plain;
    const { x, y, weights } = batch;
    if (share === undefined) return weights === undefined ? repeat(x, y) : repeat(x, y, weights);
    assign(share, [betaShare(mixup!.alpha, shares!.fork(step))]);
    const others = partners(batch, sized.cut);
    const loss = repeat(share, ...tensorsOf(batch), ...tensorsOf(others));
    for (const each of tensorsOf(others)) each.dispose();
    return loss;
  };
  return Object.assign(run, {
    generators,
    total,
    dispose() {
      for (const { plain, averaging } of steps.values()) {
        plain.dispose();
        averaging.dispose();
      }
      for (const each of [total, share, partners]) each?.dispose();
    },
  });
}

interface Steps {
  readonly cut: Cut;
  readonly plain: Repeated<Tensor[]>;
  readonly averaging: Repeated<Tensor[]>;
}

const tensorsOf = ({ x, y, weights }: BatchRows): Tensor[] =>
  weights === undefined ? [x, y] : [x, y, weights];

const rowsOf = ([x, y, weights]: readonly Tensor[]): BatchRows => ({ x: x!, y: y!, weights });
