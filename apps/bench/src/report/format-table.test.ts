import { describe, expect, it } from 'vitest';
import { fakeSuite } from '../testing/fake-suite.ts';
import { formatTable } from './format-table.ts';
import type { Row } from './row.ts';

const row: Row = {
  suite: 'fake',
  case: 'small',
  threads: 1,
  unit: 'GFLOP/s',
  ours: 48.04,
  peers: { 'jax-js': 3.9 },
  limit: 64,
  ratios: { 'jax-js': 12.3 },
  notes: { 'jax-js': 'Adam' },
};

describe('formatTable', () => {
  it('aligns case, threads, ours, each peer with its ratio, and the share of the limit', () => {
    const other: Row = { ...row, case: 'the large one', ours: 1234.5, peers: {}, ratios: {}, notes: {} };
    expect(formatTable(fakeSuite, [row, other])).toBe(
      [
        'fake: two products (GFLOP/s)',
        'case           threads  ours  jax-js  ratio  limit  of limit',
        'small                1  48.0    3.90  12.3x   64.0      75 %',
        'the large one        1  1235       -      -   64.0    1929 %',
        '  jax-js: Adam (small)',
      ].join('\n'),
    );
  });

  it('takes a limit of time as the share of ours that it is', () => {
    const text = formatTable(fakeSuite, [{ ...row, unit: 'ms', ours: 10, limit: 6 }]);
    expect(text).toContain('60 %');
  });

  it('shows a dash where there is no limit', () => {
    expect(formatTable(fakeSuite, [{ ...row, limit: null }])).toMatch(/12\.3x {6}- {9}-$/m);
  });

  it('says a note that is true of all cases once, without naming them', () => {
    const text = formatTable(fakeSuite, [row, { ...row, case: 'large' }]);
    expect(text.split('\n').slice(-1)).toEqual(['  jax-js: Adam']);
  });
});
