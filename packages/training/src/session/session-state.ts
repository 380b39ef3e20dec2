import { loadStateDict, stateDict } from '@regopt/layers';
import type { OptimizerRates } from '@regopt/optim';
import { isAdaptive } from '@regopt/schedulers';
import {
  assign,
  FormatError,
  type GeneratorState,
  isTensor,
  type SafetensorsEntry,
  scope,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import type { SessionState } from '../contract/training-session.ts';
import type { BatchStep } from './batch-step.ts';
import { parseExact, stringifyExact } from './exact-json.ts';
import type { Place } from './place.ts';
import { reserved } from './reserved-names.ts';
import type { SessionSettings } from './session-settings.ts';

/** The metadata's key of everything that is no tensor. */
const key = 'regopt.training';

/** Raise it when the meaning of a saved state changes. */
const version = 1;

const prefixes = {
  optimizer: 'training.optimizer.',
  average: 'training.average.',
  metrics: 'training.metrics.',
  callbacks: 'training.callbacks.',
  loss: 'training.loss.',
} as const;

/** Everything that is no tensor. */
interface SavedSession {
  readonly version: number;
  readonly place: Place;
  readonly learningRates: OptimizerRates;
  readonly schedule?: unknown;
  readonly generators: readonly (GeneratorState | null)[];
  readonly callbacks: Readonly<Record<string, unknown>>;
  /** What must be the same for the next bit to be the same. */
  readonly setup: Setup;
}

/** Numbers, texts and null, to be compared one by one. */
interface Setup {
  readonly examples: number;
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  readonly parts: number;
  /** The alpha of mixup. */
  readonly mixup: number | null;
  readonly generator: boolean;
  readonly average: boolean;
  /** True for a schedule that observes a metric. */
  readonly adaptive: boolean;
  readonly trainMetrics: string;
}

const setupOf = (settings: SessionSettings): Setup => {
  const { train, parts, mixup, generator, average, schedule, trainMetrics } = settings;
  return {
    examples: train.count,
    batchSize: train.batchSize,
    batchesPerEpoch: train.batchesPerEpoch,
    parts,
    mixup: mixup?.alpha ?? null,
    generator: generator !== undefined,
    average: average !== undefined,
    adaptive: schedule !== undefined && isAdaptive(schedule),
    trainMetrics: Object.keys(trainMetrics).join(', '),
  };
};

/** A name as one segment of a tensor's name: without dots. */
const segment = (name: string): string => name.replaceAll('%', '%25').replaceAll('.', '%2E');

/**
 * Everything that decides the next bit. All values are asked for before the first of them is awaited, so that
 * they are those of one moment.
 *
 * @throws ValueError for a model with a tensor whose name begins with `training.`.
 */
export async function saveSession(
  settings: SessionSettings,
  { generators, total }: Pick<BatchStep, 'generators' | 'total'>,
  place: Place,
): Promise<SessionState> {
  const { model, optimizer, average, schedule, callbacks, trainMetrics } = settings;
  const callbackValues: [key: string, values: unknown][] = [];
  // The scope frees the copies that an optimizer's state() makes.
  const [names, reads] = scope(() => {
    const live = new Map<string, Tensor | SafetensorsEntry>();
    const add = (prefix: string, state: Iterable<readonly [string, Tensor | SafetensorsEntry]>): void => {
      for (const [name, tensor] of state) live.set(prefix + name, tensor);
    };
    add('', stateDict(model));
    add(prefixes.optimizer, optimizer.state());
    if (average !== undefined) add(prefixes.average, average.state());
    add(prefixes.loss, [['sum', total]]);
    for (const [name, metric] of Object.entries(trainMetrics))
      add(`${prefixes.metrics}${segment(name)}.`, metric.state());
    for (const callback of callbacks) {
      if (callback.state === undefined) continue;
      const { values = null, tensors = [] } = callback.state();
      callbackValues.push([callback.key!, values]);
      add(`${prefixes.callbacks}${segment(callback.key!)}.`, tensors);
    }
    const read = async (each: Tensor | SafetensorsEntry): Promise<SafetensorsEntry> =>
      isTensor(each) ? { dtype: each.dtype, shape: each.shape, data: await each.read() } : each;
    return [[...live.keys()], Array.from(live.values(), read)] as const;
  });
  const saved: SavedSession = {
    version,
    setup: setupOf(settings),
    place,
    learningRates: optimizer.rates(),
    schedule: schedule !== undefined && isAdaptive(schedule) ? schedule.state() : null,
    generators: generators.map((each) => each?.state() ?? null),
    // Not assigned one by one, which would lose a key such as __proto__.
    callbacks: Object.fromEntries(callbackValues),
  };
  const metadata = new Map(
    Object.entries({ format: 'pt', ...settings.metadata, [key]: stringifyExact(saved) }),
  );
  const entries = await Promise.all(reads);
  return { tensors: new Map(names.map((name, i) => [name, entries[i]!])), metadata };
}

/**
 * Restores a result of `saveSession`. Returns the place to go on from.
 *
 * @throws FormatError for a file that is no state of a session, or of a newer version; ValueError for one of
 *   another set-up, and what the model, the optimizer and others throw for a state that is not theirs. Parts
 *   that were restored before the error stay so.
 */
export function restoreSession(
  settings: SessionSettings,
  { generators, total }: Pick<BatchStep, 'generators' | 'total'>,
  { tensors, metadata }: SessionState,
): Place {
  const { model, optimizer, average, schedule, callbacks, trainMetrics } = settings;
  const saved = parseSaved(metadata.get(key));
  checkSetup(saved.setup, setupOf(settings));
  const sum = tensors.get(`${prefixes.loss}sum`);
  if (sum === undefined) throw new FormatError('training: load: the state lacks the sum of the losses.');
  const withPrefix = (prefix: string): Map<string, SafetensorsEntry> =>
    new Map(
      Array.from(tensors)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, entry]) => [name.slice(prefix.length), entry]),
    );
  const keys = new Set(callbacks.filter(({ state }) => state !== undefined).map((each) => each.key));
  for (const name of Object.keys(saved.callbacks)) {
    if (!keys.has(name))
      throw new ValueError(
        `training: load: the state has a callback "${name}", and this session has none of that key.`,
      );
  }
  loadStateDict(model, new Map([...tensors].filter(([name]) => !name.startsWith(reserved))));
  optimizer.load(withPrefix(prefixes.optimizer));
  average?.load(withPrefix(prefixes.average));
  assign(total, sum.data);
  for (const [name, metric] of Object.entries(trainMetrics))
    metric.load(withPrefix(`${prefixes.metrics}${segment(name)}.`));
  optimizer.loadRates(saved.learningRates);
  if (schedule !== undefined && isAdaptive(schedule)) schedule.load(saved.schedule);
  generators.forEach((each, i) => {
    if (each !== undefined) each.load(saved.generators[i]!);
  });
  for (const callback of callbacks) {
    const name = callback.key;
    if (name === undefined || callback.load === undefined || !Object.hasOwn(saved.callbacks, name)) continue;
    callback.load({
      values: saved.callbacks[name],
      tensors: withPrefix(`${prefixes.callbacks}${segment(name)}.`),
    });
  }
  return saved.place;
}

/** Refuses what is no state, with a hint at what is near to one. */
export function checkState(state: SessionState): void {
  const { tensors, metadata } = (state ?? {}) as Partial<SessionState>;
  if (tensors instanceof Map && metadata instanceof Map) return;
  const hint = isRecord(state) && 'file' in state ? ' Pass the `file` of what loadLatest gives.' : '';
  throw new ValueError(
    'training: load: takes what session.state(), decodeCheckpoint or readSafetensors gives, got ' +
      `${valueText(state)}.${hint}`,
  );
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null;

function parseSaved(text: string | undefined): SavedSession {
  if (text === undefined) {
    throw new FormatError(
      'training: load: the file holds no state of a training, only tensors. ' +
        'For its weights alone use loadStateDict(model, file.tensors).',
    );
  }
  const saved = parseExact(text) as SavedSession;
  if (saved.version !== version) {
    throw new FormatError(
      `training: load: the state is of version ${saved.version}; this package reads version ${version}. ` +
        'Use the version of @regopt/training that wrote it.',
    );
  }
  return saved;
}

function checkSetup(saved: Setup, own: Setup): void {
  for (const name of Object.keys(own) as (keyof Setup)[]) {
    if (saved[name] === own[name]) continue;
    throw new ValueError(
      `training: load: the state was saved with ${name} ${shown(saved[name])}, and this session has ` +
        `${shown(own[name])}: it would not go on with the same numbers.`,
    );
  }
}

const shown = (value: Setup[keyof Setup]): string =>
  value === '' || value === null ? 'none' : String(value);
