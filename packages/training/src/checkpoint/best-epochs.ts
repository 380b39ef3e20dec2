import { ValueError, valueText } from '@regopt/tensor';
import { checkMode, checkWatch, watchedValue } from '../callbacks/watched-value.ts';
import { checkWhole } from '../check.ts';
import type { EpochEvent } from '../contract/training-event.ts';

/** An epoch whose weights are kept. */
interface RankedEpoch {
  readonly epoch: number;
  readonly step: number;
  readonly value: number;
}

/** The files of an epoch that is among the best. */
export interface Ranked {
  /** The files to write its weights to. */
  readonly names: readonly string[];
  /** The files of the epochs that it has displaced. */
  readonly outdated: readonly string[];
  /** For the metadata: the epoch, its step, the score's path and value, as JSON. */
  readonly description: string;
  /** Forgets the epoch. */
  undo(): void;
}

/** The best epochs so far. */
export interface BestEpochs {
  /** Ranks an epoch; undefined if it is not among the best, or its score is not finite. */
  observe(event: EpochEvent): Ranked | undefined;
  state(): readonly RankedEpoch[];
  load(values: unknown): void;
}

export interface BestEpochsOptions {
  readonly best: string;
  readonly mode?: 'min' | 'max' | undefined;
  readonly topK?: number | undefined;
}

const fileOf = ({ epoch }: RankedEpoch): string => `epoch-${epoch}.safetensors`;

/** True for the name of a file of one of the best epochs. */
export const isEpochFile = (name: string): boolean => /^epoch-\d+\.safetensors$/.test(name);

/** Of epochs with equal scores the first is the best. */
export function bestEpochs(operation: string, { best, mode: given, topK }: BestEpochsOptions): BestEpochs {
  checkWatch(operation, best, 'best');
  const mode = checkMode(operation, best, given);
  if (topK !== undefined) checkWhole(operation, { topK }, 1);
  let ranked: readonly RankedEpoch[] = [];
  const atLeastAsGood = (a: number, b: number): boolean => (mode === 'min' ? a <= b : a >= b);

  return {
    observe(event) {
      const value = watchedValue(operation, best, event, 'best');
      if (!Number.isFinite(value)) return undefined;
      const { epoch, step } = event;
      const rank = ranked.filter((each) => atLeastAsGood(each.value, value)).length;
      const count = topK ?? 1;
      if (rank >= count) return undefined;
      const all = [...ranked.slice(0, rank), { epoch, step, value }, ...ranked.slice(rank)];
      const former = ranked;
      ranked = all.slice(0, count);
      const names = rank === 0 ? ['best.safetensors'] : [];
      return {
        names: topK === undefined ? names : [...names, fileOf(all[rank]!)],
        outdated: topK === undefined ? [] : all.slice(count).map(fileOf),
        description: JSON.stringify({ epoch, step, watch: best, value }),
        undo() {
          ranked = former;
        },
      };
    },
    state: () => ranked,
    load(values) {
      const isRanked = (each: Partial<RankedEpoch> | null): boolean =>
        Number.isInteger(each?.epoch) && Number.isInteger(each?.step) && Number.isFinite(each?.value);
      if (!Array.isArray(values) || !values.every(isRanked))
        throw new ValueError(`${operation}: load: a state is what state() gave, got ${valueText(values)}.`);
      ranked = values as RankedEpoch[];
    },
  };
}
