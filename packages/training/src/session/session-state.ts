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
} from '@regopt/tensor';
import type { SessionState } from '../contract/training-session.ts';
import type { BatchStep } from './batch-step.ts';
import { parseExact, stringifyExact } from './exact-json.ts';
import type { Place } from './place.ts';
import type { SessionSettings } from './session-settings.ts';

/** The metadata's key of everything that is no tensor. */
const key = 'regopt.training';

/** Raise it when the meaning of a saved state changes. */
const version = 1;

/** The names of the tensors beside the model's own begin so. */
export const reserved = 'training.';

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

interface Setup {
  readonly examples: number;
  readonly batchSize: number;
  readonly parts: number;
  /** The alpha of mixup. */
  readonly mixup: number | null;
  readonly average: boolean;
}

const setupOf = ({ train, parts, mixup, average }: SessionSettings): Setup => ({
  examples: train.count,
  batchSize: train.batchSize,
  parts,
  mixup: mixup?.alpha ?? null,
  average: average !== undefined,
});

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
  const callbackValues: Record<string, unknown> = {};
  // The scope frees the copies that an optimizer's state() makes.
  const [names, reads] = scope(() => {
    const live = new Map<string, Tensor | SafetensorsEntry>();
    const add = (prefix: string, state: Iterable<readonly [string, Tensor | SafetensorsEntry]>): void => {
      for (const [name, tensor] of state) live.set(prefix + name, tensor);
    };
    add('', stateDict(model));
    for (const name of live.keys()) {
      if (name.startsWith(reserved))
        throw new ValueError(`training: state: the model has a tensor "${name}"; no name may begin so.`);
    }
    add(prefixes.optimizer, optimizer.state());
    if (average !== undefined) add(prefixes.average, average.state());
    add(prefixes.loss, [['sum', total]]);
    for (const [name, metric] of Object.entries(trainMetrics))
      add(`${prefixes.metrics}${name}.`, metric.state());
    for (const callback of callbacks) {
      if (callback.state === undefined) continue;
      const { values = null, tensors = [] } = callback.state();
      callbackValues[callback.key!] = values;
      add(`${prefixes.callbacks}${callback.key}.`, tensors);
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
    callbacks: callbackValues,
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
  assign(total, tensors.get(`${prefixes.loss}sum`)!.data);
  for (const [name, metric] of Object.entries(trainMetrics))
    metric.load(withPrefix(`${prefixes.metrics}${name}.`));
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
      tensors: withPrefix(`${prefixes.callbacks}${name}.`),
    });
  }
  return saved.place;
}

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
      `training: load: the state was saved with ${name} ${saved[name]}, and this session has ${own[name]}: ` +
        'it would not go on with the same numbers.',
    );
  }
}
