import { writeFileSync } from 'node:fs';
import { type BenchOptions, parseOptions, usage } from './parse-options.ts';
import { formatTable } from './report/format-table.ts';
import type { Row } from './report/row.ts';
import { type Participants, runSuite } from './run-suite.ts';
import type { Suite } from './suite.ts';
import { UsageError } from './usage-error.ts';

/** What the bench is run with; the tests bring participants of their own. */
export interface BenchSetting {
  readonly suites: readonly Suite[];
  /** Gets ready what these options need, and gives what undoes it. */
  prepare(options: BenchOptions): Promise<() => Promise<void>>;
  /** Those who take part in a suite. */
  open(suite: Suite, options: BenchOptions): Participants;
  /** Takes the tables. */
  write(text: string): void;
  /** Takes a line on what goes on and what went wrong. */
  say(line: string): void;
}

/** Runs the command line's words and gives the exit code: 2 for bad words, 1 when a kernel had no fast form, else 0. */
export async function runBench(words: readonly string[], setting: BenchSetting): Promise<number> {
  const { write, say } = setting;
  try {
    const options = parseOptions(words, setting.suites);
    if (options.help) {
      write(`${usage}\n\n`);
      for (const { name, title } of setting.suites) write(`  ${name}: ${title}\n`);
      return 0;
    }
    const undo = await setting.prepare(options);
    try {
      return await runSuites(options, setting);
    } finally {
      await undo();
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return 2;
  }
}

async function runSuites(options: BenchOptions, { open, write, say }: BenchSetting): Promise<number> {
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const suite of options.suites) {
    const participants = open(suite, options);
    const started = performance.now();
    try {
      const result = await runSuite(suite, participants, options.pairs, ({ name }) =>
        say(`${suite.name} ${name} ...`),
      );
      rows.push(...result.rows);
      write(`\n${formatTable(suite, result.rows)}\n\n`);
      if (result.referenceKernels.length > 0)
        faults.push(
          `${suite.name}: no fast kernel, so the reference loop ran: ${result.referenceKernels.join(', ')}.`,
        );
    } finally {
      await participants.close();
    }
    say(`${suite.name} took ${((performance.now() - started) / 1000).toFixed(0)} s`);
    // After each suite, so that what stands is kept when a later one fails.
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  for (const fault of faults) say(fault);
  return faults.length > 0 ? 1 : 0;
}
