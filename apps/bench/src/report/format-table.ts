import type { Suite } from '../suite.ts';
import type { Row } from './row.ts';

/** Three significant digits, without an exponent. */
function formatNumber(value: number): string {
  if (value >= 1000) return value.toFixed(0);
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

const formatShare = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(0)} %`);

/** A suite's rows as aligned text, followed by notes on ours and the rivals. */
export function formatTable(suite: Suite, rows: readonly Row[]): string {
  const rivals = [...new Set(rows.flatMap((row) => Object.keys(row.rivals)))];
  const limited = rows.some(({ limit }) => limit !== null);
  const head = [
    'case',
    'ours',
    ...(limited ? ['limit', 'of it'] : []),
    ...rivals.flatMap((name) => [name, '']),
  ];
  const body = rows.map((row) => [
    row.case,
    formatNumber(row.ours),
    ...(limited ? [row.limit === null ? '-' : formatNumber(row.limit), formatShare(row.share)] : []),
    ...rivals.flatMap((name) =>
      name in row.rivals
        ? [formatNumber(row.rivals[name]!), `${formatNumber(row.ratios[name]!)}x`]
        : ['-', ''],
    ),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]!.length)));
  const lines = [head, ...body].map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return [`${suite.name}: ${suite.title} (${suite.unit})`, ...lines, ...formatNotes(rows)].join('\n');
}

/** A note on the configuration of ours. */
function describeOurs({ threads, build, compiled }: Row): string {
  const way = compiled ? ', captured and replayed' : '';
  return `${threads} thread${threads === 1 ? '' : 's'}, ${build} build${way}`;
}

/** Each note once, with its cases unless it applies to all of that name. */
function formatNotes(rows: readonly Row[]): string[] {
  const notes = new Map<string, Map<string, string[]>>();
  for (const row of rows) {
    for (const [name, note] of [['ours', describeOurs(row)], ...Object.entries(row.notes)]) {
      const ofName = notes.get(name!) ?? new Map<string, string[]>();
      notes.set(name!, ofName.set(note!, [...(ofName.get(note!) ?? []), row.case]));
    }
  }
  return [...notes].flatMap(([name, ofName]) => {
    const all = [...ofName.values()].flat();
    return [...ofName].map(([note, cases]) => `  ${name}: ${note}${whereOf(cases, all)}`);
  });
}

/** The cases that a note applies to, or those that it does not apply to, whichever list is shorter. */
function whereOf(cases: readonly string[], all: readonly string[]): string {
  const others = all.filter((name) => !cases.includes(name));
  if (others.length === 0) return '';
  return others.length < cases.length ? ` (all but ${others.join('; ')})` : ` (${cases.join('; ')})`;
}
