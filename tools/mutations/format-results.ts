import type { EditResult, Outcome } from './run-edits.ts';

export const formatResult = ({ edit, outcome, seconds, note }: EditResult): string =>
  `${outcome.padEnd(17)} ${edit.name.padEnd(42)} ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd();

/** The surviving edits, each with advice, and one line of counts. */
export function formatResults(results: readonly EditResult[]): string {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
  const open = results
    .filter(({ outcome }) => outcome !== 'killed')
    .map(({ edit, outcome, note }) =>
      outcome === 'survived'
        ? `survived: ${edit.name} (${edit.breaks}): write a test in ${edit.tests.join(' ')} that fails ` +
          `with this edit of ${edit.file}.`
        : `${outcome}: ${note.startsWith(edit.name) ? note : `${edit.name}: ${note}`}`,
    );
  const counts =
    `${results.length} ${results.length === 1 ? 'edit' : 'edits'}: ${count('killed')} killed, ` +
    `${count('survived')} survived, ` +
    `${count('no longer applies')} no longer apply, ${count('not testable')} not testable.`;
  return [...open, counts].join('\n');
}
