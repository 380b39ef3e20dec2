import type { Suite } from '../suite.ts';
import type { Row } from './row.ts';

/** Three digits that count, without an exponent. */
function formatNumber(value: number): string {
  if (value >= 1000) return value.toFixed(0);
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

const formatRatio = (ratio: number) => `${formatNumber(ratio)}x`;

/** How much of the limit ours reaches, where more is faster as where less is. */
function formatShare({ ours, limit, unit }: Row): string {
  if (limit === null) return '-';
  return `${((unit === 'GFLOP/s' ? ours / limit : limit / ours) * 100).toFixed(0)} %`;
}

/** A suite's rows as aligned text, and below it what there is to say of the peers. */
export function formatTable(suite: Suite, rows: readonly Row[]): string {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  const head = ['case', 'threads', 'ours', ...peers.flatMap((peer) => [peer, 'ratio']), 'limit', 'of limit'];
  const body = rows.map((row) => [
    row.case,
    `${row.threads}`,
    formatNumber(row.ours),
    ...peers.flatMap((peer) =>
      peer in row.peers ? [formatNumber(row.peers[peer]), formatRatio(row.ratios[peer])] : ['-', '-'],
    ),
    row.limit === null ? '-' : formatNumber(row.limit),
    formatShare(row),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column].length)));
  const lines = [head, ...body].map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  );
  return [`${suite.name}: ${suite.title} (${suite.unit})`, ...lines, ...formatNotes(rows)].join('\n');
}

/** Each note once, with its cases where it is not true of all. */
function formatNotes(rows: readonly Row[]): string[] {
  const cases = new Map<string, string[]>();
  for (const row of rows) {
    for (const [peer, note] of Object.entries(row.notes)) {
      const text = `${peer}: ${note}`;
      cases.set(text, [...(cases.get(text) ?? []), row.case]);
    }
  }
  return [...cases].map(([text, names]) =>
    names.length === rows.length ? `  ${text}` : `  ${text} (${names.join(', ')})`,
  );
}
