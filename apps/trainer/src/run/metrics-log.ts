import {
  closeSync,
  constants,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { EpochRecord } from '../report/report-data.ts';

/** An epoch of a model, for a line of the log. */
export interface LoggedEpoch extends EpochRecord {
  readonly model: string;
}

/** `metrics.jsonl` of a run: a whole line for each epoch, whatever happens while one is written. */
export interface MetricsLog {
  /** Adds a line. One that cannot be written is written with the next, or by `flush`. */
  add(epoch: LoggedEpoch): void;
  /**
   * Writes the lines that could not be written before.
   *
   * @throws the error of the file system
   */
  flush(): void;
}

/**
 * Opens the log of a run.
 *
 * @param folder that of the run
 * @param epochs those that a resumed run knows of. All else in the file goes: a torn line, and what a killed
 *   process logged after its last checkpoint, which comes again.
 * @param onProblem is told why lines cannot be written, once until they can
 */
export function openMetricsLog(
  folder: string,
  epochs: readonly LoggedEpoch[],
  onProblem: (error: Error) => void,
): MetricsLog {
  const path = join(folder, 'metrics.jsonl');
  const known = Buffer.from(epochs.map(lineOf).join(''));
  /** Bytes of the file that stay. */
  let length = statSync(path, { throwIfNoEntry: false })?.isFile()
    ? equalBytes(readFileSync(path), known)
    : 0;
  let pending = known.subarray(length);
  let told = false;

  const write = (file: number): void => {
    try {
      ftruncateSync(file, length);
      writeFileSync(file, pending);
      length += pending.length;
      pending = Buffer.alloc(0);
    } catch (error) {
      // No torn line stays. The first error is thrown.
      ftruncateSync(file, length);
      throw error;
    } finally {
      closeSync(file);
    }
  };
  const flush = (): void => {
    try {
      write(openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND));
    } catch (error) {
      throw new Error(`cannot write ${path}: ${(error as Error).message}.`, { cause: error });
    }
  };
  const attempt = (): void => {
    try {
      flush();
      told = false;
    } catch (error) {
      if (!told) onProblem(new Error(`${(error as Error).message} It is tried again.`));
      told = true;
    }
  };
  attempt();
  return {
    add(epoch) {
      pending = Buffer.concat([pending, Buffer.from(lineOf(epoch))]);
      attempt();
    },
    flush,
  };
}

/** JSON in which NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity", and not null. */
const lineOf = ({ model, ...record }: LoggedEpoch): string =>
  `${JSON.stringify({ model, ...record }, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  )}\n`;

/** Number of bytes at the start that are the same. */
function equalBytes(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}
