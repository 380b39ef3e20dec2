import { checkOptions, FormatError, type OptionKinds, type SafetensorsFile } from '@regopt/tensor';
import type { Store } from '../contract/store.ts';
import { decodeCheckpoint } from './checkpoint-file.ts';

/** The newest state of a run, the one before it, and one that is being made the newest. */
const files = {
  next: 'next.safetensors',
  last: 'last.safetensors',
  previous: 'previous.safetensors',
} as const;

/**
 * Writes the newest state and keeps the one before it. At any moment at least one of the three files is
 * complete, and the first of `next`, `last` and `previous` that is there is the newest. A write that fails
 * changes nothing. For a moment there are three generations on the disk.
 *
 * @param replaces true for a state in the place of the newest, which does not become the one before it
 */
export async function saveGeneration(store: Store, bytes: Uint8Array, replaces = false): Promise<void> {
  await store.write(files.next, bytes);
  if (!replaces) await store.rename(files.last, files.previous);
  await store.rename(files.next, files.last);
}

/** Gives up the newest state for the one before it; false if there is none before it. */
export async function takeBackGeneration(store: Store): Promise<boolean> {
  if (!(await store.list()).includes(files.previous)) return false;
  await store.rename(files.previous, files.last);
  return true;
}

/** True if the store has the state of a run. */
export async function hasGenerations(store: Store): Promise<boolean> {
  const names = await store.list();
  return Object.values(files).some((name) => names.includes(name));
}

/** A checkpoint that was read. */
export interface LoadedCheckpoint {
  /** The name of its file in the store. */
  readonly name: string;
  /** For `session.load`, or `loadModel`. */
  readonly file: SafetensorsFile;
}

export interface LoadLatestOptions {
  /** Is told why a newer file was passed over. Default: a warning on the console. */
  readonly onProblem?: ((error: Error) => void) | undefined;
}

const optionKinds: OptionKinds<LoadLatestOptions> = { onProblem: 'function' };

/**
 * The newest state of a run that can be read: `last.safetensors`, or if that is damaged the one before it,
 * `previous.safetensors`. Undefined if the store has none.
 *
 * @throws FormatError if there are checkpoints, and none can be read.
 * @example
 * ```ts
 * import { encodeCheckpoint, loadLatest, memoryStore } from '@regopt/training';
 * const store = memoryStore();
 * await loadLatest(store); // undefined
 * await store.write('last.safetensors', encodeCheckpoint({ tensors: {}, metadata: { epoch: '3' } }));
 * (await loadLatest(store))!.file.metadata.get('epoch'); // '3'
 * ```
 */
export async function loadLatest(
  store: Store,
  options: LoadLatestOptions = {},
): Promise<LoadedCheckpoint | undefined> {
  checkOptions('loadLatest', options, optionKinds);
  const { onProblem = (error: Error) => console.warn(error.message) } = options;
  const problems: Error[] = [];
  for (const name of Object.values(files)) {
    try {
      const bytes = await store.read(name);
      if (bytes === undefined) continue;
      const file = decodeCheckpoint(bytes, `${store.name}/${name}`);
      for (const problem of problems)
        onProblem(new FormatError(`loadLatest: went on to ${name}: ${problem.message}`, { cause: problem }));
      return { name, file };
    } catch (error) {
      problems.push(error as Error);
    }
  }
  if (problems.length === 0) return undefined;
  const reasons = problems.map(({ message }) => message).join(' ');
  throw new FormatError(`loadLatest: ${store.name} has no checkpoint that can be read. ${reasons}`);
}
