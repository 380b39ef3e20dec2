import { describe, expect, it } from 'vitest';
import { fakeSuite } from '../testing/fake-suite.ts';
import { formatTable } from './format-table.ts';
import type { Row } from './row.ts';

const row: Row = {
  suite: 'fake',
  case: 'small',
  unit: 'GFLOP/s',
  threads: 1,
  build: 'relaxed',
  compiled: false,
  ours: 48.04,
  rivals: { 'jax-js': 3.9 },
  ratios: { 'jax-js': 12.3 },
  limitName: 'multiplyAdd',
  limit: 64,
  share: 0.75,
  notes: { 'jax-js': 'Adam' },
  samples: { ours: [48.04], pairs: {} },
  machine: { processor: 'a', cores: 2, node: 'v1' },
};

describe('formatTable', () => {
  it('aligns case, ours, the limit and its share, and each rival with its ratio; then the notes', () => {
    const other: Row = { ...row, case: 'the large one', ours: 1234.5, rivals: {}, ratios: {}, notes: {} };
    expect(formatTable(fakeSuite, [row, other])).toBe(
      [
        'fake: two products (GFLOP/s)',
        'case           ours  limit  of it  jax-js',
        'small          48.0   64.0   75 %    3.90  12.3x',
        'the large one  1235   64.0   75 %       -',
        '  ours: 1 thread, relaxed build',
        '  jax-js: Adam',
      ].join('\n'),
    );
  });

  it('has no column for a limit if there is none', () => {
    const text = formatTable(fakeSuite, [{ ...row, limitName: null, limit: null, share: null }]);
    expect(text.split('\n').slice(1, 3)).toEqual(['case   ours  jax-js', 'small  48.0    3.90  12.3x']);
  });

  it('names the cases with a note, or those without it, whichever list is shorter', () => {
    const other: Row = { ...row, case: 'c', notes: { 'jax-js': 'SGD' }, threads: 2, compiled: true };
    const text = formatTable(fakeSuite, [row, { ...row, case: 'b' }, other]);
    expect(text.split('\n').slice(-4)).toEqual([
      '  ours: 1 thread, relaxed build (all but c)',
      '  ours: 2 threads, relaxed build, captured and replayed (c)',
      '  jax-js: Adam (all but c)',
      '  jax-js: SGD (c)',
    ]);
  });

  it('names no cases if a rival has only one note', () => {
    const text = formatTable(fakeSuite, [row, { ...row, case: 'b', rivals: {}, ratios: {}, notes: {} }]);
    expect(text.split('\n').at(-1)).toBe('  jax-js: Adam');
  });
});
