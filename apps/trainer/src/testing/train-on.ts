import { join } from 'node:path';
import type { Options } from '../config/merge-options.ts';
import { pathText } from '../config/option-layer.ts';
import { resolveRun } from '../data/resolve-run.ts';
import type { RunResult } from '../run/train-run.ts';
import { train } from '../train.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Trains for a few epochs on data of one's own, in silence. Returns the run's folder too. */
export async function trainOn(data: Options, options: Options = {}): Promise<RunResult & { run: string }> {
  const layer = { options: { epochs: 3, patience: null, data, ...options }, nameOf: pathText };
  const { recipe, config } = await resolveRun([layer]);
  const run = join(temporaryFolder(), 'run');
  const result = await train(recipe, config, run, {
    progress: { start() {}, update() {}, line() {}, stop() {} },
    signal: new AbortController().signal,
    say() {},
    warn() {},
  });
  return { ...result, run };
}
