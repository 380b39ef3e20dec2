import { existsSync } from 'node:fs';
import { FormatError } from '@regopt/tensor';
import { loadLatest } from '@regopt/training';
import { descriptionKey } from './data/data-description.ts';
import { resolveRun } from './data/resolve-run.ts';
import { regoptCommand } from './regopt-command.ts';
import { prepareRun } from './run/prepare-run.ts';
import { readRunConfig } from './run/read-run-config.ts';
import type { RunEnvironment } from './run/run-environment.ts';
import { lockRunFolder, runState } from './run/run-folder.ts';
import { refuseDiverged, writeRunJson } from './run/run-json.ts';
import { type RunResult, trainRun } from './run/train-run.ts';
import { unlessStopped } from './run/unless-stopped.ts';
import { UsageError } from './usage-error.ts';

/**
 * Goes on with a run that was stopped or killed, with the bits of one that never was. A run that has no
 * checkpoint yet begins again.
 *
 * @returns undefined if the run is finished
 * @throws UsageError for a folder that is no run or has diverged, of which no checkpoint can be read, and
 *   for data that have changed; FileError if another process has it; StoppedError if it was stopped
 *   before its first step.
 */
export async function resume(path: string, environment: RunEnvironment): Promise<RunResult | undefined> {
  const layer = readRunConfig(path, 'resume');
  const folder = lockRunFolder(path);
  try {
    if (runState(path) === 'finished') return undefined;
    refuseDiverged(path, 'resume');
    const checkpoint = await loadLatest(folder.store, {
      onProblem: ({ message }) => environment.warn(message),
    }).catch((error: Error) => {
      throw error instanceof FormatError ? new UsageError(unreadable(path, error)) : error;
    });
    const { recipe, config } = await unlessStopped(environment.signal, resolveRun([layer]));
    const run = await prepareRun(recipe, config, environment);
    const description = checkpoint?.file.metadata.get(descriptionKey);
    if (description !== undefined && description !== JSON.stringify(run.data.description)) {
      throw new UsageError(
        `resume: ${config.data.path} has changed since the run began, which cannot go on with other data.`,
      );
    }
    await writeRunJson(folder, run.backend);
    return await trainRun(run, folder, environment, checkpoint?.file);
  } finally {
    folder.store.close();
  }
}

function unreadable(path: string, { message }: Error): string {
  const model = `${path}/model.safetensors`;
  const kept = existsSync(model) ? ` The model that was saved last is kept in ${model}.` : '';
  const again = `Train anew: ${regoptCommand} train --config ${path}/config.json`;
  return `${message.replace(/^loadLatest/, 'resume')}${kept} ${again}`;
}
