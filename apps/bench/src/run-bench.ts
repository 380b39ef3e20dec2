import { writeFileSync } from 'node:fs';
import { type BenchOptions, parseOptions, usage } from './parse-options.ts';
import { formatTable } from './report/format-table.ts';
import type { Row } from './report/row.ts';
import { type Participants, runSuite } from './run-suite.ts';
import type { Suite } from './suite.ts';
import { UsageError } from './usage-error.ts';

/** The bench's environment; tests replace the participants. */
export interface BenchSetting {
  readonly suites: readonly Suite[];
  /** Prepares the bench for the options, and returns a function that undoes it. */
  prepare(options: BenchOptions): Promise<() => Promise<void>>;
  /** Opens the participants of a suite. */
  open(suite: Suite, options: BenchOptions): Participants;
  /** Receives the tables. */
  write(text: string): void;
  /** Receives progress and error messages. */
  say(line: string): void;
}

/**
 * Runs a command line. Returns the exit code: 2 for bad arguments, 1 if a kernel ran as a reference loop,
 * else 0.
 */
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
    // Written after each suite, so that results stay if a later suite fails.
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  for (const fault of faults) say(fault);
  return faults.length > 0 ? 1 : 0;
}
