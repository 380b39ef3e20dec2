import { type Batch, createPace } from '@regopt/data';
import { type Layer, stateDict } from '@regopt/layers';
import { isAdaptive } from '@regopt/schedulers';
import { assign, copyInto, RegoptError, type Tensor } from '@regopt/tensor';
import type { Metrics, Scores } from '../contract/metric.ts';
import type { EpochEvent, TrainingEvent } from '../contract/training-event.ts';
import type { TrainingOptimizer } from '../contract/training-optimizer.ts';
import type { SessionState, StopOptions, TrainingSession } from '../contract/training-session.ts';
import { createEvaluator, type Evaluator } from '../evaluate/evaluator.ts';
import { updateBatchNorm } from '../model/update-batch-norm.ts';
import { type BatchStep, batchStep } from './batch-step.ts';
import type { Place } from './place.ts';
import { readScores } from './read-scores.ts';
import type { SessionSettings } from './session-settings.ts';
import { restoreSession, saveSession } from './session-state.ts';

/** The stream of `averageStatistics` among the forks of a session's generator. */
const statisticsStream = 0x73746174;

/** What a session does next: an event to pass on, or a promise to await. */
export type Item = TrainingEvent | PromiseLike<unknown>;

/** True for a promise to await, false for an event. */
export const isPause = (item: Item): item is PromiseLike<unknown> => 'then' in item;

/** The one implementation of {@link TrainingSession}. */
export class Session implements TrainingSession {
  readonly #settings: SessionSettings;
  readonly #take: BatchStep;
  readonly #evaluator: Evaluator<Metrics>;
  #place: Place = {
    ...{ step: 0, epoch: 0, batch: 0, rows: 0, history: [] },
    ...{ stopping: undefined, ended: undefined },
  };
  #batch: Batch | undefined;
  #items: Generator<Item, void, void> | undefined;
  #stop: { readonly reason: string; readonly final: boolean } | undefined;
  /** The evaluation under way, during which weights and averages are exchanged. */
  #evaluating: Promise<unknown> | undefined;
  #disposed = false;

  constructor(settings: SessionSettings) {
    const { model, evaluationLoss: loss, metrics, compile } = settings;
    this.#settings = settings;
    this.#take = batchStep(settings);
    this.#evaluator = createEvaluator({ model, loss, metrics, compile });
  }

  get model(): Layer {
    return this.#settings.model;
  }

  get optimizer(): TrainingOptimizer {
    return this.#settings.optimizer;
  }

  get step(): number {
    return this.#place.step;
  }

  get epoch(): number {
    return this.#place.epoch;
  }

  get totalSteps(): number {
    return this.#settings.totalSteps;
  }

  get batch(): Batch | undefined {
    return this.#batch;
  }

  get history(): readonly EpochEvent[] {
    return this.#place.history;
  }

  evaluated(): ReadonlyMap<string, Tensor> {
    const { model, average } = this.#settings;
    const state = stateDict(model);
    if (average === undefined || !this.#averaging) return state;
    return new Map(Array.from(state, ([name, tensor]) => [name, average.average.get(name) ?? tensor]));
  }

  stop(reason = 'stopped', { final = false }: StopOptions = {}): void {
    this.#stop ??= { reason, final };
    if (final) this.#place.stopping ??= reason;
  }

  async state(): Promise<SessionState> {
    await this.#evaluating;
    return saveSession(this.#settings, this.#take, this.#place);
  }

  async load(state: SessionState): Promise<void> {
    if (this.#items !== undefined)
      throw new RegoptError('training: load: the session has begun; load the state into a new one.');
    const former = await this.state();
    try {
      this.#place = restoreSession(this.#settings, this.#take, state);
    } catch (error) {
      restoreSession(this.#settings, this.#take, former);
      throw error;
    }
    const { stopping } = this.#place;
    if (stopping !== undefined) this.#stop = { reason: stopping, final: true };
  }

  /**
   * The events of the session, and the promises to await between them. It can be started once.
   *
   * @param steps false to leave out the events of steps, which then only callbacks get
   */
  items(steps: boolean): Iterable<Item> {
    if (this.#items !== undefined || this.#disposed)
      throw new RegoptError('training: a session runs once. Make another for another run.');
    this.#items = this.#run(steps);
    return this.#items;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingEvent, void, void> {
    for (const item of this.items(true)) {
      if (isPause(item)) await item;
      else yield item;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#take.dispose();
    this.#evaluator.dispose();
    for (const metric of Object.values(this.#settings.trainMetrics)) metric.dispose();
    for (const callback of this.#settings.callbacks) callback.dispose?.();
  }

  *#run(steps: boolean): Generator<Item, void, void> {
    const place = this.#place;
    const { totalSteps } = this.#settings;
    const begun = place.ended === undefined;
    // An epoch with steps and without its evaluation is under way, also after the last step.
    while (begun && this.#stop === undefined && (place.step < totalSteps || place.batch > 0)) {
      yield* this.#trainEpoch(steps);
      if (this.#stop === undefined) yield* this.#endEpoch();
    }
    const stop = this.#stop;
    if (begun && (stop === undefined || stop.final)) {
      place.ended = stop?.reason ?? 'finished';
      // A complete training leaves in the model what was evaluated.
      const weights = stateDict(this.model);
      for (const [name, average] of this.evaluated()) {
        if (average !== weights.get(name)) copyInto(weights.get(name)!, average);
      }
    }
    const { step, epoch } = place;
    yield* this.#deliver({ type: 'end', reason: place.ended ?? stop!.reason, step, epoch });
  }

  /** The steps of the epoch under way that are left. */
  *#trainEpoch(steps: boolean): Generator<Item, void, void> {
    const { train, schedule, optimizer, callbacks, totalSteps } = this.#settings;
    const place = this.#place;
    const pace = createPace();
    if (place.batch === 0) {
      assign(this.#take.total, [0]);
      for (const metric of Object.values(this.#settings.trainMetrics)) metric.reset();
    }
    // Only the evaluation is missing.
    if (place.batch === train.batchesPerEpoch || place.step === totalSteps) return;
    const { rank, size } = this.#settings.collective;
    const part = size > 1 ? { index: rank, count: size } : undefined;
    for (const batch of train.epoch(place.epoch, { from: place.batch, part })) {
      this.#batch = batch;
      const rows = part === undefined ? batch.x.shape[0]! : train.rowsOf(place.batch);
      if (schedule !== undefined) optimizer.learningRate = schedule(place.step);
      const loss = this.#take(batch, rows, place.step + 1);
      place.step += 1;
      place.batch += 1;
      place.rows += rows;
      const { learningRate } = optimizer;
      const event = { type: 'step', step: place.step, epoch: place.epoch + 1, learningRate, loss } as const;
      // As #deliver does it, without a generator for each step.
      for (let i = 0; i < callbacks.length; i++) {
        const done = callbacks[i]!(event, this);
        if (done !== undefined) yield done;
      }
      if (steps) yield event;
      if (this.#stop !== undefined || place.step === totalSteps) break;
      const pause = pace();
      if (pause !== undefined) yield pause;
      if (this.#stop !== undefined) break;
    }
    this.#batch = undefined;
  }

  /** Evaluates the model and ends the epoch, unless the session is stopped in the meantime. */
  *#endEpoch(): Generator<Item, void, void> {
    const { schedule, optimizer } = this.#settings;
    const place = this.#place;
    let scores: EpochScores | undefined;
    this.#evaluating = this.#evaluate().then((found) => {
      scores = found;
    });
    yield this.#evaluating;
    this.#evaluating = undefined;
    if (scores === undefined) return;
    const event: EpochEvent = {
      type: 'epoch',
      epoch: place.epoch + 1,
      step: place.step,
      learningRate: optimizer.learningRate,
      ...scores,
    };
    if (schedule !== undefined && isAdaptive(schedule))
      schedule.observe(event.validation?.loss ?? event.train.loss);
    place.epoch += 1;
    place.batch = 0;
    place.rows = 0;
    place.history.push(event);
    yield* this.#deliver(event);
  }

  /** The scores of the epoch, or undefined when the session was stopped. */
  async #evaluate(): Promise<EpochScores | undefined> {
    const { average, averageStatistics, validation, trainMetrics, evaluations } = this.#settings;
    const { model, train: trainLoader, generator, compile } = this.#settings;
    const train = await readScores(this.#take.total, this.#place.rows / trainLoader.batchSize, trainMetrics);
    const stopped = (): boolean => this.#stop !== undefined;
    const others: Record<string, Scores> = {};
    const exchanges = this.#averaging;
    if (exchanges) average!.exchange();
    try {
      if (exchanges && averageStatistics === true) {
        // A fork of its own: an evaluation that is given up and repeated draws the same numbers again.
        await updateBatchNorm(model, trainLoader, { generator: generator?.fork(statisticsStream), compile });
      }
      const own = validation && (await this.#evaluator.measure(validation, stopped));
      for (const [name, loader] of Object.entries(evaluations)) {
        const found = await this.#evaluator.measure(loader, stopped);
        if (found !== undefined) others[name] = found;
      }
      return stopped() ? undefined : { train, validation: own, evaluations: others };
    } finally {
      if (exchanges) average!.exchange();
    }
  }

  *#deliver(event: TrainingEvent): Generator<Item, void, void> {
    for (const callback of this.#settings.callbacks) {
      const done = callback(event, this);
      if (done !== undefined) yield done;
    }
    yield event;
  }

  /** True once the average has moved. */
  get #averaging(): boolean {
    const { average, averageFrom } = this.#settings;
    return average !== undefined && this.#place.step >= averageFrom;
  }
}

type EpochScores = Pick<EpochEvent, 'train' | 'validation' | 'evaluations'>;
