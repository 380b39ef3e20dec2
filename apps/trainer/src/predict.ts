import {
  existsSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { PredictFlags } from './command-line.ts';
import { isIdxName } from './data/find-data.ts';
import { csvHeader, csvLines, jsonLines } from './data/prediction-text.ts';
import { predictions } from './data/predictions.ts';
import { openTrained } from './run/open-trained.ts';
import { UsageError } from './usage-error.ts';

/** Pictures that are decoded and predicted at a time. */
const together = 256;

/**
 * Predicts the rows of tables, or pictures, by the model of a run, which needs nothing but the run's folder.
 * The predictions of all files are printed at the end, or none if one of the files is at fault; with
 * `stream`, those of each file as soon as they are there.
 *
 * @param print writes to the standard output
 * @throws UsageError for a folder that is no run of own data or of digits, and for files that are not like
 *   its data.
 */
export async function predictFiles(
  folder: string,
  files: readonly string[],
  { json, out, stream }: PredictFlags,
  print: (text: string) => void,
): Promise<void> {
  if (out !== undefined && stream)
    throw new UsageError('predict: --stream is for the standard output; leave out --out.');
  if (out !== undefined) checkOut(out, [...files, ...runFiles.map((name) => join(folder, name))]);
  const run = await openTrained(folder, 'predict');
  const { description } = run;
  if (description === undefined) {
    throw new UsageError(
      run.recipe.reads.length === 0
        ? `predict: ${run.recipe.name} makes its own data, and has no use for ${files[0]}.`
        : `predict: the model of ${folder} has no description of its data; train it again.`,
    );
  }
  const indexed = files.filter(isIdxName);
  if (description.kind === 'pictures' && indexed.length > 0 && indexed.length < files.length)
    throw new UsageError(
      `predict: ${indexed[0]} has several pictures; predict it apart from files of one picture.`,
    );
  let text = '';
  let started = false;
  for await (const some of predictions({ ...run, description }, files, stream ? 1 : together)) {
    if (!json && !started) text += csvHeader(some[0]!);
    started = true;
    text += json ? jsonLines(some) : csvLines(some);
    if (!stream) continue;
    print(text);
    text = '';
  }
  if (out !== undefined) writeOut(out, text);
  else if (text !== '') print(text);
}

/** What a prediction reads of a run. */
const runFiles = ['config.json', 'model.safetensors'];

function checkOut(out: string, inputs: readonly string[]): void {
  if (out === '') throw new UsageError('predict: --out is empty; name a file.');
  if (lookAt(out)?.isDirectory()) throw new UsageError(`predict: --out ${out} is a folder; name a file.`);
  if (!lookAt(out)?.isFile()) return;
  const path = realpathSync(out);
  const same = inputs.find((input) => existsSync(input) && realpathSync(input) === path);
  if (same !== undefined)
    throw new UsageError(`predict: --out ${out} would replace ${same}, which is read; name another file.`);
}

/** Replaces the file as a whole, unless it is a device such as /dev/stdout. */
function writeOut(out: string, text: string): void {
  const found = lookAt(out);
  let own: string | undefined;
  try {
    if (found !== undefined && !found.isFile()) {
      writeFileSync(out, text);
      return;
    }
    // A folder whose name is its own, on the same file system: no file of the user's is touched before.
    own = mkdtempSync(join(dirname(out), '.regopt-'));
    const written = join(own, 'predictions');
    writeFileSync(written, text);
    renameSync(written, out);
  } catch (error) {
    throw cannotWrite(out, error);
  } finally {
    if (own !== undefined) rmSync(own, { recursive: true });
  }
}

function lookAt(out: string): Stats | undefined {
  try {
    return statSync(out, { throwIfNoEntry: false });
  } catch (error) {
    throw cannotWrite(out, error);
  }
}

const cannotWrite = (out: string, error: unknown): UsageError =>
  new UsageError(`predict: cannot write ${out}: ${(error as Error).message}.`);
