import { writeFileSync } from 'node:fs';
import { parseOptions } from './parse-options.ts';
import { formatTable } from './report/format-table.ts';
import type { Row } from './report/row.ts';
import { type Participants, runSuite } from './run-suite.ts';
import type { Suite } from './suite.ts';
import { UsageError } from './usage-error.ts';

/** What the bench is run with; the tests bring participants of their own. */
export interface BenchSetting {
  readonly suites: readonly Suite[];
  /** Puts the peers in place; a failure is said, and the bench goes on with whom it has. */
  prepare(): Promise<void>;
  /** Those who take part in a suite. */
  open(suite: Suite): Participants;
  /** Takes the tables. */
  write(text: string): void;
  /** Takes a line on what goes on and what went wrong. */
  say(line: string): void;
}

/** Runs the command line's words and gives the exit code: 2 for bad words, 1 when a kernel had no fast form, else 0. */
export async function runBench(words: readonly string[], setting: BenchSetting): Promise<number> {
  const { write, say } = setting;
  try {
    const { suites, pairs, json, help } = parseOptions(words, setting.suites);
    if (help) {
      write(`bench [--suite NAME]... [--pairs N] [--json FILE]\n\n`);
      for (const { name, title } of suites) write(`  ${name}: ${title}\n`);
      return 0;
    }
    await setting.prepare().catch((error) => say(`the peers could not be installed: ${error.message}`));
    const rows: Row[] = [];
    const faults: string[] = [];
    for (const suite of suites) {
      const participants = setting.open(suite);
      try {
        const result = await runSuite(suite, participants, pairs, ({ name }) =>
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
    }
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
    for (const fault of faults) say(fault);
    return faults.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return 2;
  }
}
