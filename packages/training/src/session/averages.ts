import { namedBuffers, stateDict } from '@regopt/layers';
import { copyInto, emptyLike, keep, type Tensor } from '@regopt/tensor';
import { estimateStatistics } from '../model/update-batch-norm.ts';
import type { SessionSettings } from './session-settings.ts';

/** The stream of `averageStatistics` among the forks of a session's generator. */
const statisticsStream = 0x73746174;

/** The averages of a session, beside the model or in it. */
export interface Averages {
  /** The tensors that evaluations measure, once the average moves. */
  evaluated(): ReadonlyMap<string, Tensor>;
  /**
   * Runs an evaluation with the averages in the model, and with the option `averageStatistics` with running
   * statistics of theirs. Afterwards the model is what it was.
   *
   * @param cancelled asked before each batch of the estimate: true to abort
   * @returns undefined if it was aborted
   */
  measured<T>(measure: () => Promise<T>, cancelled: () => boolean): Promise<T | undefined>;
  /** Leaves the averages in the model, with running statistics of theirs. */
  leave(inEpoch: boolean): Promise<void>;
  dispose(): void;
}

/** Running statistics and other buffers, and copies of them. */
type Buffers = readonly (readonly [buffer: Tensor, copy: Tensor])[];

/** The averages of the option `average`. */
export function averagesOf(settings: SessionSettings): Averages {
  const { model, train, generator, compile } = settings;
  const average = settings.average!;
  const estimates = settings.averageStatistics === true;
  /** True while weights and averages are exchanged. */
  let inside = false;
  /** Buffers as they were estimated for the averages of the last evaluation. */
  let estimated: Buffers = [];

  const copies = (): Buffers =>
    Array.from(namedBuffers(model).values(), (buffer) => {
      const copy = keep(emptyLike(buffer));
      copyInto(copy, buffer);
      return [buffer, copy] as const;
    });
  const free = (buffers: Buffers): void => {
    for (const [, copy] of buffers) copy.dispose();
  };
  const exchange = (): void => {
    average.exchange();
    inside = !inside;
  };
  // A fork made anew: an estimate that is aborted and repeated draws the same numbers again.
  const estimate = (given: () => boolean): Promise<boolean> =>
    estimateStatistics(model, train, { generator: generator?.fork(statisticsStream), compile, given });

  return {
    evaluated() {
      const state = stateDict(model);
      if (inside) return state;
      // By tensor: a shared weight has one average and several names.
      const own = new Map(estimated);
      for (const [name, weight] of average.weights) own.set(weight, average.average.get(name)!);
      return new Map(Array.from(state, ([name, tensor]) => [name, own.get(tensor) ?? tensor]));
    },

    async measured(measure, cancelled) {
      exchange();
      const former = estimates ? copies() : [];
      try {
        if (estimates && !(await estimate(cancelled))) return undefined;
        const result = await measure();
        if (estimates) {
          free(estimated);
          estimated = copies();
        }
        return result;
      } finally {
        for (const [buffer, copy] of former) copyInto(buffer, copy);
        free(former);
        exchange();
      }
    },

    async leave(inEpoch) {
      for (const [name, weight] of average.weights) copyInto(weight, average.average.get(name)!);
      if (!estimates) return;
      if (inEpoch || estimated.length === 0) await estimate(() => false);
      else for (const [buffer, copy] of estimated) copyInto(buffer, copy);
    },

    dispose() {
      free(estimated);
      estimated = [];
    },
  };
}
