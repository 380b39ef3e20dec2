#!/usr/bin/env node
import { CommanderError } from 'commander';
import { commandLine, isUsageError } from './command-line.ts';
import { evaluate } from './evaluate.ts';
import { makeOutputOptional, printResult } from './output.ts';
import { predictFiles } from './predict.ts';
import { barProgress } from './progress/bar-progress.ts';
import { lineProgress } from './progress/line-progress.ts';
import { regoptCommand } from './regopt-command.ts';
import type { Metrics } from './report/report-data.ts';
import { resume } from './resume.ts';
import type { RunEnvironment } from './run/run-environment.ts';
import type { RunResult } from './run/train-run.ts';
import { onStopSignal } from './stop-signals.ts';
import { StoppedError } from './stopped-error.ts';
import { train } from './train.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const warn = (text: string): void => void process.stderr.write(`regopt: ${text}\n`);

const program = commandLine({
  print: printResult,
  train: (recipe, config, out) => run((environment) => train(recipe, config, out, environment)),
  resume: (folder) =>
    run(async (environment) => {
      const result = await resume(folder, environment);
      if (result === undefined) say(`${folder} is finished: its training is complete.`);
      return result;
    }),
  async evaluate(folder, data) {
    const models = await evaluate(folder, data);
    for (const { title, test } of models) printResult(testText(title, test));
  },
  predict: (folder, files, options) => predictFiles(folder, files, options, printResult),
});

async function run(start: (environment: RunEnvironment) => Promise<RunResult | undefined>): Promise<void> {
  const stop = new AbortController();
  let stopCode = 0;
  onStopSignal((exitCode) => {
    stopCode = exitCode;
    stop.abort();
  });
  const progress = process.stdout.isTTY ? barProgress(process.stdout) : lineProgress(process.stdout);
  try {
    const result = await start({ progress, signal: stop.signal, say, warn });
    if (result !== undefined) process.exitCode = show(result, stopCode);
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    warn('stopped before the first step; there is nothing to save.');
    // Data may still be loading, which would keep the process alive.
    process.exit(stopCode);
  }
}

/** Prints how a run ended. Returns the exit code. */
function show({ folder, report, unsaved }: RunResult, stopCode: number): number {
  const { models, ended, divergence } = report;
  for (const { title, test } of models)
    if (test !== undefined) process.stdout.write(testText(models.length > 1 ? title : undefined, test));
  say(`trained in: ${report.trainedSeconds.toFixed(1)} s`);
  if (ended === 'stopped' || ended === 'time limit')
    say(`${ended}; to go on: ${regoptCommand} resume ${folder}`);
  if (!unsaved.has('report.html')) say(`report: ${folder}/report.html`);
  if (ended === 'diverged')
    warn(`the training has diverged. ${divergence} A lower learning rate or a longer warmup may help.`);
  if (unsaved.size > 0) {
    const [reason] = unsaved.values();
    warn(`not everything could be saved: ${[...unsaved.keys()].join(', ')}. ${reason}`);
    warn(`what was saved before is kept. With room on the disk, go on by: ${regoptCommand} resume ${folder}`);
    return 1;
  }
  return ended === 'diverged' ? 3 : ended === 'stopped' ? stopCode : 0;
}

function testText(title: string | undefined, { loss, accuracy, rmse, r2 }: Metrics): string {
  const of = title === undefined ? '' : ` (${title})`;
  const lines = [`test loss${of}: ${loss.toFixed(4)}`];
  if (accuracy !== undefined) lines.push(`test accuracy${of}: ${accuracy.toFixed(4)}`);
  if (rmse !== undefined) lines.push(`test RMSE${of}: ${Number(rmse.toPrecision(4))}`);
  if (r2 !== undefined) lines.push(`test R2${of}: ${r2.toFixed(4)}`);
  return lines.map((line) => `${line}\n`).join('');
}

makeOutputOptional();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // 0 is that of --help, whose output may have failed.
    if (error.exitCode !== 0) process.exitCode = 2;
  } else if (isUsageError(error)) {
    warn(error.message);
    process.exitCode = 2;
  } else throw error;
}
