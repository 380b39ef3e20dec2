import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdit, type Edit } from './edit.ts';
import { type CommandResult, runCommand } from './run-command.ts';

export type Outcome = 'killed' | 'survived' | 'no longer applies' | 'not testable';

export interface EditResult {
  readonly edit: Edit;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** The reason why there is no result, or a note that the tests reached the limit. */
  readonly note: string;
}

export interface RunOptions {
  /** Copies of the tree, one for each edit that is tested in parallel. */
  readonly folders: readonly string[];
  /** The command that runs the tests of an edit, in a copy. */
  readonly testCommand: (edit: Edit) => readonly [string, ...string[]];
  /** The command that rebuilds after an edit, if it needs that. */
  readonly buildCommand?: (edit: Edit) => readonly [string, ...string[]] | undefined;
  /** Undoes the effect of `buildCommand` in a copy. */
  readonly restoreBuilt?: (folder: string) => void;
  readonly onResult?: (result: EditResult) => void;
}

/** Time limit in seconds for tests that take `seconds` on the original sources. It kills an endless loop. */
const limitOf = (seconds: number): number => 30 + 5 * seconds;
const longest = 600;

/** True if a text reports a full disk. */
export const noSpace = (text: string): boolean => text.includes('ENOSPC');

/** The first failure in vitest's output; for another program the end of its output. */
function failureIn(output: string): string {
  const lines = output.trim().split('\n');
  const first = lines.findIndex((line) => line.includes('FAIL '));
  return (first < 0 ? lines.slice(-5) : lines.slice(first, first + 3)).join('\n');
}

/**
 * Makes each edit alone in a copy of the tree and runs its tests: the edit is killed if one of them fails or
 * reaches the time limit. The same tests run once without any edit before, and must pass. Every copy is
 * restored.
 */
export async function runEdits(edits: readonly Edit[], options: RunOptions): Promise<EditResult[]> {
  const { folders, testCommand, buildCommand, restoreBuilt, onResult } = options;
  const unedited = new Map<string, Promise<CommandResult>>();
  const results: EditResult[] = [];
  const queue = [...edits.entries()];

  async function run(edit: Edit, folder: string): Promise<Omit<EditResult, 'edit'>> {
    const path = join(folder, edit.file);
    let text: string;
    let edited: string;
    try {
      text = readFileSync(path, 'utf8');
      edited = applyEdit(text, edit);
    } catch (error) {
      return { outcome: 'no longer applies', seconds: 0, note: (error as Error).message };
    }
    const command = testCommand(edit);
    const key = JSON.stringify(command);
    let before = unedited.get(key);
    if (before === undefined) unedited.set(key, (before = runCommand(command, folder, longest)));
    const { ending, output, seconds } = await before;
    if (ending !== 'passed') {
      const note = `its tests fail without the edit:\n${failureIn(output)}`;
      return { outcome: 'not testable', seconds, note };
    }
    // vitest passes if `-t` matches no title: "Tests  22 skipped (22)".
    if (/^ *Tests +(?!.*passed)/m.test(output))
      return { outcome: 'not testable', seconds, note: `no test matches ${edit.tests.join(' ')}` };
    const build = buildCommand?.(edit);
    try {
      writeFileSync(path, edited);
      const made = build && (await runCommand(build, folder, longest));
      if (made && made.ending !== 'passed') {
        const note = `it does not build:\n${failureIn(made.output)}`;
        return { outcome: 'not testable', seconds: made.seconds, note };
      }
      const after = await runCommand(command, folder, limitOf(seconds));
      // vitest also fails if its process is killed or the disk is full, whatever the edit.
      const failed = /^ *Tests +\d+ failed/m.test(after.output) && !noSpace(after.output);
      if (after.ending === 'failed' && !failed) {
        const note = `its tests end without a failed test, or on a full disk:\n${failureIn(after.output)}`;
        return { outcome: 'not testable', seconds: after.seconds, note };
      }
      return {
        outcome: after.ending === 'passed' ? 'survived' : 'killed',
        seconds: after.seconds,
        note: after.ending === 'timed out' ? 'by the time limit' : '',
      };
    } finally {
      writeFileSync(path, text);
      if (build) restoreBuilt?.(folder);
    }
  }

  await Promise.all(
    folders.map(async (folder) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [place, edit] = next;
        const result = { edit, ...(await run(edit, folder)) };
        results[place] = result;
        onResult?.(result);
      }
    }),
  );
  return results;
}
