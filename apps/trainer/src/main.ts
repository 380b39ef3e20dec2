#!/usr/bin/env node
import { CommanderError } from 'commander';
import { commandLine, isUsageError } from './command-line.ts';
import { evaluate } from './evaluate.ts';
import { barProgress } from './progress/bar-progress.ts';
import { lineProgress } from './progress/line-progress.ts';
import type { Metrics } from './report/report-data.ts';
import { train } from './train.ts';

let stopped = false;

// A reader such as `head` closes the pipe early: that ends the run without an error, as for other programs.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const program = commandLine({
  print: (text) => void process.stdout.write(text),
  async train(recipe, config, out) {
    process.once('SIGINT', () => {
      // This handler runs once: a second Ctrl-C ends the process immediately.
      stopped = true;
      process.stderr.write('\nstopping after this step; the run will be saved\n');
    });
    const progress = process.stdout.isTTY ? barProgress(process.stdout) : lineProgress(process.stdout);
    process.stdout.write(`${recipe.name}: ${recipe.summary(config)}\n`);
    const { folder, report } = await train(recipe, config, {
      progress,
      out,
      started: (backend) => process.stdout.write(`on ${backend}\n`),
      stopped: () => stopped,
    });
    const several = recipe.variants(config).length > 1;
    for (const { title, test } of report.models) print(several ? title : undefined, test);
    process.stdout.write(`trained in: ${report.trainedSeconds.toFixed(1)} s\n`);
    process.stdout.write(`report: ${folder}/report.html\n`);
    if (stopped) process.exitCode = 130;
  },
  async evaluate(folder, options) {
    const models = await evaluate(folder, options);
    for (const { title, test } of models) print(title, test);
  },
});

function print(title: string | undefined, test: Metrics | undefined): void {
  if (test === undefined) return;
  const { loss, accuracy } = test;
  const of = title === undefined ? '' : ` (${title})`;
  process.stdout.write(`test loss${of}: ${loss.toFixed(4)}\n`);
  if (accuracy !== undefined) process.stdout.write(`test accuracy${of}: ${accuracy.toFixed(4)}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (isUsageError(error)) {
    process.stderr.write(`regopt: ${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
