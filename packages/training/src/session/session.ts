import { type Batch, createPace } from '@regopt/data';
import { type Layer, stateDict } from '@regopt/layers';
import { isAdaptive } from '@regopt/schedulers';
import { assign, RegoptError, type Tensor } from '@regopt/tensor';
import type { Metrics } from '../contract/metric.ts';
import type { EpochEvent, TrainingEvent } from '../contract/training-event.ts';
import type { TrainingOptimizer } from '../contract/training-optimizer.ts';
import type { SessionState, StopOptions, TrainingSession } from '../contract/training-session.ts';
import { claimMetric, releaseMetric } from '../evaluate/claim-metric.ts';
import { createEvaluator, type Evaluator, readEvery } from '../evaluate/evaluator.ts';
import { type Averages, averagesOf } from './averages.ts';
import { type BatchStep, batchStep } from './batch-step.ts';
import { evaluateEpoch } from './epoch-evaluation.ts';
import { type EventDelivery, eventDelivery, isPromise } from './event-delivery.ts';
import type { Place } from './place.ts';
import { readMetrics } from './read-metrics.ts';
import type { SessionSettings } from './session-settings.ts';
import { checkState, restoreSession, saveSession } from './session-state.ts';

/** What a session does next: an event to pass on, or a promise to await. */
export type Item = TrainingEvent | PromiseLike<unknown>;

/** The one implementation of {@link TrainingSession}. */
export class Session implements TrainingSession {
  readonly #settings: SessionSettings;
  readonly #take: BatchStep;
  readonly #evaluator: Evaluator<Metrics>;
  #place: Place = {
    ...{ step: 0, epoch: 0, batch: 0, rows: 0, loss: 0, history: [] },
    ...{ stopping: undefined, ended: undefined },
  };
  #batch: Batch | undefined;
  #items: Generator<Item, void, void> | undefined;
  #stop: { readonly reason: string; readonly final: boolean } | undefined;
  /** The evaluation under way. It does not reject. */
  #evaluating: Promise<unknown> | undefined;
  #loading = false;
  #disposed = false;
  readonly #delivery: EventDelivery;
  readonly #averages: Averages | undefined;

  constructor(settings: SessionSettings) {
    const { model, evaluationLoss: loss, metrics, compile } = settings;
    this.#settings = settings;
    this.#take = batchStep(settings);
    this.#evaluator = createEvaluator({ model, loss, metrics, compile });
    for (const metric of Object.values(settings.trainMetrics)) claimMetric('training', metric);
    this.#averages = settings.average && averagesOf(settings);
    this.#delivery = eventDelivery(settings.callbacks, this, () => this.#save());
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
    return this.#moving?.evaluated() ?? stateDict(this.model);
  }

  stop(reason = 'stopped', { final = false }: StopOptions = {}): void {
    this.#stop ??= { reason, final };
    if (final) this.#place.stopping ??= reason;
  }

  async state(): Promise<SessionState> {
    while (this.#evaluating !== undefined || this.#delivery.pending !== undefined) {
      await this.#evaluating;
      await this.#delivery.pending;
    }
    return this.#save();
  }

  #save(): Promise<SessionState> {
    return saveSession(this.#settings, this.#take, this.#place);
  }

  async load(state: SessionState): Promise<void> {
    if (this.#items !== undefined || this.#loading)
      throw new RegoptError('training: load: the session has begun; load the state into a new one.');
    checkState(state);
    this.#loading = true;
    try {
      const former = await this.#save();
      try {
        this.#place = restoreSession(this.#settings, this.#take, state);
      } catch (error) {
        restoreSession(this.#settings, this.#take, former);
        throw error;
      }
    } finally {
      this.#loading = false;
    }
    const { stopping, ended, step } = this.#place;
    this.#stop = stopping === undefined ? undefined : { reason: stopping, final: true };
    // It has finished, and now has more steps to take.
    if (ended === 'finished' && step < this.totalSteps) this.#place.ended = undefined;
  }

  /**
   * The events of the session, and the promises to await between them. It can be started once.
   *
   * @param steps false to leave out the events of steps, which then only callbacks get
   */
  items(steps: boolean): Iterable<Item> {
    if (this.#items !== undefined || this.#disposed)
      throw new RegoptError(
        `training: a session runs once${this.#disposed ? ', and not after dispose()' : ''}. Make another.`,
      );
    if (this.#loading)
      throw new RegoptError('training: a state is being loaded. Await session.load(state) first.');
    this.#items = this.#run(steps);
    return this.#items;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingEvent, void, void> {
    for (const item of this.items(true)) {
      if (isPromise(item)) await item;
      else yield item;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#take.dispose();
    this.#evaluator.dispose();
    this.#averages?.dispose();
    for (const metric of Object.values(this.#settings.trainMetrics)) {
      metric.dispose();
      releaseMetric(metric);
    }
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
      // A complete training leaves in the model what evaluations measure.
      if (this.#moving !== undefined) yield this.#moving.leave(place.batch > 0);
      place.ended = stop?.reason ?? 'finished';
    }
    const { ended, step, epoch } = place;
    const reason = ended ?? stop!.reason;
    yield* this.#deliver({ type: 'end', reason, final: ended !== undefined, step, epoch });
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
    if (place.batch >= train.batchesPerEpoch || place.step >= totalSteps) return;
    const { rank, size } = this.#settings.collective;
    const part = size > 1 ? { index: rank, count: size } : undefined;
    try {
      for (const batch of train.epoch(place.epoch, { from: place.batch, part })) {
        this.#batch = batch;
        const rows = part === undefined ? batch.x.shape[0]! : train.rowsOf(place.batch);
        if (schedule !== undefined) optimizer.learningRate = schedule(place.step);
        const loss = this.#take(batch, rows, place.step + 1);
        place.step += 1;
        place.batch += 1;
        place.rows += rows;
        if (place.batch % readEvery === 0) yield this.#readTotal();
        if (steps || callbacks.length > 0) {
          const { learningRate } = optimizer;
          const event = {
            type: 'step',
            step: place.step,
            epoch: place.epoch + 1,
            learningRate,
            loss,
          } as const;
          const delivery = this.#delivery.deliver(event);
          if (delivery !== undefined) yield delivery;
          if (steps) yield event;
        }
        if (this.#stop !== undefined || place.step >= totalSteps) break;
        const pause = pace();
        if (pause !== undefined) yield pause;
        if (this.#stop !== undefined) break;
      }
    } finally {
      this.#batch = undefined;
    }
  }

  /** Moves the sum of the losses from the back end into the place. */
  async #readTotal(): Promise<void> {
    const { total } = this.#take;
    const [sum] = await total.read();
    this.#place.loss += sum!;
    assign(total, [0]);
  }

  /** Evaluates the model and ends the epoch, unless the session is stopped in the meantime. */
  *#endEpoch(): Generator<Item, void, void> {
    const { schedule, optimizer } = this.#settings;
    const place = this.#place;
    let scores: EpochScores | undefined;
    const evaluation = this.#evaluate().then((found) => {
      scores = found;
    });
    this.#evaluating = evaluation
      .catch(() => {})
      .finally(() => {
        this.#evaluating = undefined;
      });
    yield evaluation;
    if (scores === undefined) return;
    const { learningRate } = optimizer;
    const event: EpochEvent = {
      ...{ type: 'epoch', epoch: place.epoch + 1, step: place.step, learningRate },
      ...scores,
    };
    if (schedule !== undefined && isAdaptive(schedule))
      schedule.observe(event.validation?.loss ?? event.train.loss);
    place.epoch += 1;
    place.batch = 0;
    place.rows = 0;
    place.loss = 0;
    place.history.push(event);
    yield* this.#deliver(event);
  }

  /** The scores of the epoch, or undefined when the session was stopped. */
  async #evaluate(): Promise<EpochScores | undefined> {
    const settings = this.#settings;
    await this.#readTotal();
    const scores = await readMetrics(settings.trainMetrics);
    const train = { loss: (this.#place.loss * settings.train.batchSize) / this.#place.rows, ...scores };
    const cancelled = (): boolean => this.#stop !== undefined;
    const measure = () => evaluateEpoch(settings, this.#evaluator, cancelled);
    const found = await (this.#moving?.measured(measure, cancelled) ?? measure());
    return found && { train, ...found };
  }

  *#deliver(event: TrainingEvent): Generator<Item, void, void> {
    const delivery = this.#delivery.deliver(event);
    if (delivery !== undefined) yield delivery;
    yield event;
  }

  /** The averages, once they move. */
  get #moving(): Averages | undefined {
    return this.#place.step >= this.#settings.averageFrom ? this.#averages : undefined;
  }
}

type EpochScores = Pick<EpochEvent, 'train' | 'validation' | 'evaluations'>;
